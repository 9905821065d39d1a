package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.demo.DemoStack;
import io.candour.demo.Replica;
import io.candour.demo.Stack;
import io.candour.story.FhirClient.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * I4 over HTTP: while people read from two servers on one database, which know of each other only by what both find
 * there, a patient says no and yes again at one of them, and memberships move the epoch. By the order of commits, which
 * the database keeps, no record may follow a change and rest on what was before it.
 */
@ExtendWith(Stack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WithdrawalRaceIT {
    private static final int READERS = 10;
    private static final int FEWEST_CHANGES = 8;

    private DemoStack stack;
    private Replica other;
    private JdbcTemplate database;
    private String patientId = "";

    /** A change that was committed: the request that made it, and the version or epoch that it led to. */
    private record Change(String requestId, long version) {}

    @BeforeAll
    void findThePatient(DemoStack running) throws Exception {
        stack = running;
        database = stack.server().getBean(JdbcTemplate.class);
        patientId = FhirClient.of(stack, "patient", FhirClient.PATIENT_SCOPES).ownId();
        other = stack.startReplica();
    }

    @AfterAll
    void stopTheOther() {
        other.close();
    }

    @Test
    void noRecordThatFollowsAWithdrawalRestsOnTheVersionBefore() throws Exception {
        raceWithdrawals(500);
    }

    @Test
    void noRecordThatFollowsAMoveOfTheEpochRestsOnTheOneBefore() throws Exception {
        FhirClient feeder = FhirClient.feeder(stack);
        String whole = feeder.post("Organization", "{\"resourceType\": \"Organization\", \"name\": \"Whole\"}")
                .json()
                .path("id")
                .asText();
        String part = feeder.post("Organization", organisation("", whole))
                .json()
                .path("id")
                .asText();

        List<Change> changes = new ArrayList<>();
        Queue<String> answered = race(250, () -> {
            String of = changes.size() % 2 == 0 ? "" : whole;
            Answer changed = feeder.put("Organization/" + part, organisation(part, of));
            assertThat(changed.status()).as(changed.body()).isEqualTo(200);
            changes.add(new Change(changed.header("X-Request-ID"), queryForLong("select epoch from candour.epoch")));
            return null;
        });

        assertRecorded(answered);
        assertThat(changes.stream().map(Change::version).distinct()).hasSizeGreaterThan(5);
        assertNoneOvertaken(changes, "r.epoch");
    }

    @Test
    @Tag("nightly")
    void noneOfAHundredThousandReadsFollowsAWithdrawalOnTheVersionBefore() throws Exception {
        raceWithdrawals(50_000);
    }

    /** An account's client with a token that is not old; Keycloak takes logins to one account one after the other. */
    private final class Account {
        private final String name;
        private final String scopes;
        private long since;
        private Optional<FhirClient> client = Optional.empty();

        Account(String name, String scopes) {
            this.name = name;
            this.scopes = scopes;
        }

        synchronized FhirClient client() throws IOException, InterruptedException {
            // Tokens last five minutes.
            if (client.isEmpty() || System.nanoTime() - since > TimeUnit.MINUTES.toNanos(3)) {
                client = Optional.of(FhirClient.of(stack, name, scopes));
                since = System.nanoTime();
            }
            return client.get();
        }
    }

    private void raceWithdrawals(int readsAtEach) throws Exception {
        Account patient = new Account("patient", FhirClient.PATIENT_SCOPES);
        String organisation = stack.cast().attribute("consultant", "ods_code");
        String consent = patient.client()
                .post("Consent", Denial.of(patientId, organisation, "inactive", Optional.empty()))
                .json()
                .path("id")
                .asText();
        List<Change> changes = new ArrayList<>();

        Queue<String> answered;
        try {
            answered = race(readsAtEach, () -> {
                String status = changes.size() % 2 == 0 ? "active" : "inactive";
                Answer changed = patient.client()
                        .put("Consent/" + consent, Denial.of(patientId, organisation, status, Optional.of(consent)));
                assertThat(changed.status()).as(changed.body()).isEqualTo(200);
                changes.add(new Change(
                        changed.header("X-Request-ID"),
                        queryForLong("select version from candour.snapshot where patient = '" + patientId + "'")));
                return null;
            });
        } finally {
            patient.client()
                    .put("Consent/" + consent, Denial.of(patientId, organisation, "inactive", Optional.of(consent)));
        }

        assertRecorded(answered);
        assertThat(changes.stream().map(Change::version).distinct()).hasSizeGreaterThan(5);
        assertThat(queryForLong("select count(distinct outcome) from candour.access_record where request_id = any ("
                        + array(answered) + ")"))
                .as("some were answered before a withdrawal, some after")
                .isEqualTo(2);
        assertNoneOvertaken(changes, "r.versions[array_position(r.patients, '" + patientId + "')]");
    }

    /**
     * Readers read until so many answers are there from each server; meanwhile one change follows the other. Returns the
     * request ids.
     */
    private Queue<String> race(int readsAtEach, Callable<?> change) throws Exception {
        List<String> servers = List.of(stack.fhirUrl(), other.fhirUrl());
        String record = "Patient/" + patientId;
        List<String> reads = List.of(
                record,
                "Condition?_count=2&patient=" + patientId,
                record + "/$everything?_count=2",
                record + "/$held",
                record + "/$timeline?_count=2");
        List<Queue<String>> answered = List.of(new ConcurrentLinkedQueue<>(), new ConcurrentLinkedQueue<>());
        AtomicBoolean over = new AtomicBoolean();
        List<CompletableFuture<Void>> readers = new ArrayList<>();
        Account consultant = new Account("consultant", FhirClient.STAFF_SCOPES);
        for (int i = 0; i < READERS; i++) {
            int server = i % servers.size();
            String read = reads.get(i / servers.size() % reads.size());
            readers.add(CompletableFuture.runAsync(
                    () -> read(consultant, servers.get(server), read, over, answered.get(server)),
                    task -> new Thread(task).start()));
        }
        try {
            int changes = 0;
            while ((answered.stream().anyMatch(queue -> queue.size() < readsAtEach) || changes < FEWEST_CHANGES)
                    && readers.stream().noneMatch(CompletableFuture::isCompletedExceptionally)) {
                change.call();
                changes++;
                Thread.sleep(20);
            }
        } finally {
            over.set(true);
        }
        readers.forEach(CompletableFuture::join);
        return answered.stream().flatMap(Queue::stream).collect(Collectors.toCollection(ConcurrentLinkedQueue::new));
    }

    private static void read(Account account, String server, String what, AtomicBoolean over, Queue<String> answered) {
        try {
            while (!over.get()) {
                Answer answer = account.client().at(server).get(what);
                // 503 where one request lost eleven races: that too is recorded or says nothing.
                if (answer.status() != 503) {
                    answered.add(answer.header("X-Request-ID"));
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertRecorded(Queue<String> answered) {
        Set<String> unrecorded = new HashSet<>(answered);
        unrecorded.removeAll(database.queryForList(
                "select request_id from candour.access_record where request_id = any (" + array(answered) + ")",
                String.class));
        assertThat(unrecorded).as("answers without a record").isEmpty();
        assertThat(queryForLong("select count(distinct interaction) from candour.access_record where request_id = any ("
                        + array(answered) + ")"))
                .as("each of the ways to read was answered")
                .isEqualTo(5);
    }

    /** @param restsOn what a record says it rests on, null or -1 where it rests on none */
    private void assertNoneOvertaken(List<Change> changes, String restsOn) {
        StringBuilder values = new StringBuilder();
        changes.forEach(change -> values.append(values.isEmpty() ? "" : ", ")
                .append("('" + change.requestId() + "', " + change.version() + ")"));
        String all = "with change as (select c.version, pg_xact_commit_timestamp(r.xmin) as committed from (values "
                + values + ") c (request, version) join candour.access_record r on r.request_id = c.request"
                + " where r.interaction = 'update' and r.writer is null),"
                + " read as (select " + restsOn + " as version, pg_xact_commit_timestamp(r.xmin) as committed"
                + " from candour.access_record r where r.at > now() - interval '1 day' and " + restsOn + " >= 0)";
        // Versions only rise: what counts of the changes before a record is the last. Of equal times none is before.
        String ordered = " select count(*) from (select kind, version, max(case when kind = 1 then version end)"
                + " over (order by committed, kind rows between unbounded preceding and 1 preceding) as before"
                + " from (select 0 as kind, version, committed from read"
                + " union all select 1, version, committed from change) both_kinds) r"
                + " where kind = 0 and version %s before";
        assertThat(queryForLong(all + ordered.formatted("<")))
                .as("records that follow a change and rest on what was before")
                .isZero();
        assertThat(queryForLong(all + ordered.formatted(">=")))
                .as("records that follow a change and rest on it: the comparison sees them")
                .isPositive();
    }

    private long queryForLong(String query) {
        return Optional.ofNullable(database.queryForObject(query, Long.class)).orElseThrow();
    }

    private static String array(Queue<String> ids) {
        return "'{" + String.join(",", ids) + "}'::text[]";
    }

    private static String organisation(String id, String of) {
        return "{\"resourceType\": \"Organization\", " + (id.isEmpty() ? "" : "\"id\": \"" + id + "\", ")
                + (of.isEmpty() ? "" : "\"partOf\": {\"reference\": \"Organization/" + of + "\"}, ")
                + "\"name\": \"Part\"}";
    }
}
