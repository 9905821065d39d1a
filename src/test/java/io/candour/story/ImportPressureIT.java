package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import io.candour.story.FhirClient.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** An import that comes many times too fast: some of it is told to come again, nothing is lost and readers go on. */
@ExtendWith(Stack.class)
class ImportPressureIT {
    private static final String SYSTEM = "https://candour.io/test/import-pressure";
    private static final int SENDERS = 60;
    private static final int BUNDLES = 90;
    private static final int MEASURED = 11;
    private static final int MOST_TRIES = 100;
    private static final int AT_ONCE = 8;
    private static final double WITHOUT_A_REST = Double.POSITIVE_INFINITY;
    private static final Duration OFFERED = Duration.ofSeconds(15);

    @Test
    void whatIsTurnedAwayIsStoredWhenItComesAgainAndOnlyOnce(DemoStack stack) throws Exception {
        FhirClient feeder = FhirClient.feeder(stack);
        FhirClient patient = FhirClient.of(stack, "patient", FhirClient.PATIENT_SCOPES);
        String run = UUID.randomUUID().toString();
        Map<Integer, AtomicInteger> statuses = new ConcurrentSkipListMap<>();
        ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
        int read = 0;
        try {
            List<Future<?>> sending =
                    send(senders, BUNDLES, WITHOUT_A_REST, () -> deliver(feeder, bundle(run), statuses));
            while (sending.stream().anyMatch(each -> !each.isDone())) {
                Answer answer = patient.get("Observation?_count=5");
                assertThat(answer.status()).as(answer.body()).isEqualTo(200);
                read++;
                Thread.sleep(50);
            }
            for (Future<?> each : sending) {
                each.get(1, TimeUnit.SECONDS);
            }
        } finally {
            senders.shutdownNow();
        }

        assertThat(statuses.keySet()).containsExactly(200, 503);
        assertThat(statuses.get(200)).hasValue(BUNDLES);
        assertThat(read).as("answers to a reader meanwhile").isGreaterThan(5);
        assertThat(stored(stack, run, "Patient")).isEqualTo(BUNDLES);
        assertThat(stored(stack, run, "Observation")).isEqualTo(BUNDLES * MEASURED);
    }

    @Test
    @Tag("nightly")
    void twiceWhatItBearsIsStoredInTheEnd(DemoStack stack) throws Exception {
        FhirClient feeder = FhirClient.feeder(stack);
        double borne = sustained(feeder, "warming " + UUID.randomUUID());
        borne = Math.max(borne, sustained(feeder, "measured " + UUID.randomUUID()));
        String run = UUID.randomUUID().toString();
        int bundles = (int) Math.ceil(2 * borne * OFFERED.toSeconds());
        Map<Integer, AtomicInteger> statuses = new ConcurrentSkipListMap<>();
        ExecutorService senders = Executors.newCachedThreadPool();
        long began = System.nanoTime();
        try {
            await(send(senders, bundles, 2 * borne, () -> deliver(feeder, bundle(run), statuses)));
        } finally {
            senders.shutdownNow();
        }
        System.out.printf(
                "Import pressure: borne %.1f bundles/s; of %d at twice that: %s, after %.1f s%n",
                borne, bundles, statuses, (System.nanoTime() - began) / 1e9);

        assertThat(statuses.keySet()).containsExactly(200, 503);
        assertThat(statuses.get(200)).hasValue(bundles);
        assertThat(stored(stack, run, "Patient")).isEqualTo(bundles);
        assertThat(stored(stack, run, "Observation")).isEqualTo(bundles * MEASURED);
    }

    /** Bundles a second, as many at once as the server takes on; none is turned away. */
    private static double sustained(FhirClient feeder, String run) throws Exception {
        Map<Integer, AtomicInteger> statuses = new ConcurrentSkipListMap<>();
        ExecutorService senders = Executors.newFixedThreadPool(AT_ONCE);
        long began = System.nanoTime();
        try {
            await(send(senders, BUNDLES, WITHOUT_A_REST, () -> deliver(feeder, bundle(run), statuses)));
        } finally {
            senders.shutdownNow();
        }
        assertThat(statuses.keySet()).containsExactly(200);
        return BUNDLES * 1e9 / (System.nanoTime() - began);
    }

    /** Begins so many, that many a second; returns once the last has begun. */
    private static List<Future<?>> send(ExecutorService senders, int bundles, double perSecond, Callable<Void> delivery)
            throws InterruptedException {
        List<Future<?>> sending = new ArrayList<>();
        long began = System.nanoTime();
        for (int i = 0; i < bundles; i++) {
            long due = began + (long) (i / perSecond * 1e9);
            TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
            sending.add(senders.submit(delivery));
        }
        return sending;
    }

    private static void await(List<Future<?>> sending) throws Exception {
        for (Future<?> each : sending) {
            each.get(2, TimeUnit.MINUTES);
        }
    }

    private static Void deliver(FhirClient feeder, String bundle, Map<Integer, AtomicInteger> statuses)
            throws Exception {
        for (int i = 0; i < MOST_TRIES; i++) {
            Answer answer = feeder.post("", bundle);
            statuses.computeIfAbsent(answer.status(), any -> new AtomicInteger())
                    .incrementAndGet();
            if (answer.status() != 503) {
                return null;
            }
            assertThat(answer.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
            Thread.sleep(1_000L * Integer.parseInt(answer.header("Retry-After")));
        }
        throw new AssertionError("turned away " + MOST_TRIES + " times");
    }

    /** What the record index has of this run; that it has what HAPI has is proved elsewhere. */
    private static int stored(DemoStack stack, String run, String type) {
        return Optional.ofNullable(new JdbcTemplate(
                                new DriverManagerDataSource(stack.postgres().url(), "postgres", "postgres"))
                        .queryForObject(
                                "select count(*) from candour.record_item where type = ? and content like ?",
                                Integer.class,
                                type,
                                "%" + run + "%"))
                .orElseThrow();
    }

    private static String bundle(String run) {
        String patient = UUID.randomUUID().toString();
        StringBuilder bundle = new StringBuilder(
                """
                {"resourceType": "Bundle", "type": "transaction", "entry": [
                 {"fullUrl": "urn:uuid:%s", "request": {"method": "POST", "url": "Patient"},
                  "resource": {"resourceType": "Patient", "identifier": [{"system": "%s", "value": "%s"}]}}
                """
                        .formatted(patient, SYSTEM, run));
        for (int i = 0; i < MEASURED; i++) {
            bundle.append(
                    """
                    , {"request": {"method": "POST", "url": "Observation"}, "resource": {
                     "resourceType": "Observation", "status": "final", "identifier": [{"system": "%s", "value": "%s"}],
                     "code": {"coding": [{"system": "http://loinc.org", "code": "29463-7"}]},
                     "subject": {"reference": "urn:uuid:%s"}, "effectiveDateTime": "2026-01-%02d"}}
                    """
                            .formatted(SYSTEM, run, patient, i + 1));
        }
        return bundle.append("]}").toString();
    }
}
