package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.choice.SnapshotStore;
import io.candour.choice.WriterLocks;
import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A record that somebody writes all the time is read all the same. Seen to fail with readers that are only overtaken. */
@ExtendWith(Stack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OvertakenIT {
    private static final int WRITERS = 3;
    /** More than there is room for beside writers who wait. */
    private static final int READERS = 6;

    @Test
    void whoeverIsOvertakenIsLetInBeforeTheNextWriter(DemoStack stack) throws Exception {
        FhirClient patient = FhirClient.of(stack, "patient", FhirClient.PATIENT_SCOPES);
        String id = patient.ownId();
        String hospital = stack.cast().attribute("consultant", "ods_code");
        FhirClient.Answer chosen = patient.post("Consent", Denial.of(id, hospital, "inactive", Optional.empty()));
        assertThat(chosen.status()).as(chosen.body()).isEqualTo(201);
        String choice = chosen.json().path("id").asText();
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger written = new AtomicInteger();
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        ExecutorService readers = Executors.newFixedThreadPool(READERS);
        List<Future<?>> writing = new ArrayList<>();
        try {
            for (int i = 0; i < WRITERS; i++) {
                writing.add(writers.submit(() -> {
                    while (!over.get()) {
                        write(stack, id);
                        written.incrementAndGet();
                    }
                }));
            }
            // What only the record index answers, and what HAPI's own search finds the ids of.
            for (String request : List.of(
                    "Patient",
                    "Patient/$held",
                    "Patient/$everything?_count=50",
                    "Observation?_count=50",
                    "Observation?_count=50&value-quantity=gt1")) {
                List<Callable<FhirClient.Answer>> asking = Collections.nCopies(READERS, () -> patient.get(request));
                for (Future<FhirClient.Answer> each : readers.invokeAll(asking)) {
                    FhirClient.Answer answer = each.get();

                    assertThat(answer.status())
                            .as(request + ": " + answer.body())
                            .isEqualTo(200);
                }
            }
            // HAPI stores nothing and sends it back: that is a look, of which no write makes a record.
            FhirClient.Answer unchanged =
                    patient.put("Consent/" + choice, Denial.of(id, hospital, "inactive", Optional.of(choice)));

            assertThat(unchanged.status()).as(unchanged.body()).isEqualTo(200);
        } finally {
            over.set(true);
            writers.shutdown();
            readers.shutdown();
        }
        for (Future<?> each : writing) {
            each.get();
        }
        assertThat(written).hasValueGreaterThan(WRITERS);
    }

    /** What commits a change of anything in somebody's record does to their readers; that it takes a while is the point. */
    private static void write(DemoStack stack, String patient) {
        SnapshotStore snapshots = stack.server().getBean(SnapshotStore.class);
        new TransactionTemplate(stack.server().getBean(PlatformTransactionManager.class))
                .executeWithoutResult(writing -> {
                    new WriterLocks(stack.server().getBean(JdbcTemplate.class)).lock(List.of(patient));
                    snapshots.lock(List.of(patient));
                    snapshots.bump(List.of(patient));
                });
    }
}
