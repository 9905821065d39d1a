package io.candour.audit;

import static io.candour.audit.Records.item;
import static io.candour.audit.Records.patients;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hl7.fhir.r4.model.AuditEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuditEventsTest {

    private static final Viewer ALL = new Viewer.All();
    private static final Viewer ANN = new Viewer.OfPatient("ann", UnaryOperator.identity());

    private AuditEvents events;
    private LogDatabase database;

    @BeforeEach
    void freshDatabase() throws SQLException {
        database = LogDatabase.fresh();
        events = new AuditEvents(database.source(LogDatabase.SERVING), new AuditEventView("http://localhost/fhir"));
    }

    @Test
    void recordsWhenReadBackThenEqualToWhatWasRecorded() {
        AccessRecord shared = record(
                "shared",
                List.of(
                        item("o1", "ann"),
                        item("o2", "ben"),
                        item("o3", "ann", "ben"),
                        new Item("Organization", "x", 1, patients())),
                patients("ann", "ben", "cat"));
        List<AccessRecord> written = List.of(
                Records.decided("decided", "ann", 4),
                shared,
                Records.refused("refused"),
                Records.write("w", "ann"),
                Records.search("ünïcode \uD83D\uDE00", "ann"));

        List<RecordId> ids = log(written);

        for (int i = 0; i < ids.size(); i++) {
            assertThat(events.records(AuditEventQuery.newest(10), ALL).rows())
                    .contains(new StoredRecord(ids.get(i), written.get(i)));
        }
    }

    @Test
    void searchWhenPagedThenEveryRowOnceNewestFirst() {
        List<RecordId> ids = log(IntStream.range(0, 57)
                .mapToObj(i -> i % 3 == 0 ? Records.search("r" + i, "ben") : Records.search("r" + i, "ann"))
                .toList());

        assertThat(all(AuditEventQuery.newest(10), ALL)).hasSize(57);
        List<RecordId> seen = all(AuditEventQuery.newest(7), ANN);
        assertThat(seen).hasSize(38).isSubsetOf(ids).doesNotHaveDuplicates();
        assertThat(seen).isSortedAccordingTo((a, b) -> b.compareTo(a));
        assertThat(events.search(AuditEventQuery.newest(38), ANN).next()).isEmpty();
        assertThat(events.search(AuditEventQuery.newest(37), ANN).next()).isPresent();
    }

    /** Every second one lies exactly where a month begins, and so where the search goes on further back. */
    @Test
    void searchWhenRowsGoBackForYearsThenEveryRowOnceNewestFirstAndNoneOfOtherTimes() throws SQLException {
        log(IntStream.range(0, 40).mapToObj(i -> Records.search("r" + i, "ann")).toList());
        database.execute(
                "create table moved as select id, (date_trunc('month', now() at time zone 'UTC')"
                        + " - make_interval(months => i) + i % 2 * interval '14 days') at time zone 'UTC' as since"
                        + " from (select id, substr(request_id, 2)::integer as i from candour.access_record) r",
                "update candour.access_record r set at = m.since from moved m where m.id = r.id",
                "update candour.access_subject s set at = m.since from moved m where m.id = s.id");
        List<RecordId> newestFirst =
                database
                        .column("select id || ' ' || extract(epoch from since)::bigint from moved order by since desc")
                        .stream()
                        .map(row -> row.split(" "))
                        .map(row ->
                                new RecordId(Instant.ofEpochSecond(Long.parseLong(row[1])), UUID.fromString(row[0])))
                        .toList();

        for (int count : List.of(1, 3, 7, 39, 40, 41)) {
            assertThat(all(AuditEventQuery.newest(count), ANN))
                    .as("pages of " + count)
                    .isEqualTo(newestFirst);
            assertThat(all(AuditEventQuery.newest(count), ALL))
                    .as("pages of " + count)
                    .isEqualTo(newestFirst);
        }
        for (int from = 0; from < 40; from += 3) {
            for (int before = 0; before < from; before += 2) {
                AuditEventQuery between = between(
                        Optional.of(newestFirst.get(from).at()),
                        Optional.of(newestFirst.get(before).at()));
                assertThat(events.records(between, ANN).rows().stream()
                                .map(StoredRecord::id)
                                .toList())
                        .as("from " + from + " before " + before)
                        .isEqualTo(newestFirst.subList(before + 1, from + 1));
            }
        }
    }

    @Test
    void searchWhenAPatientLooksThenNothingOfOthersIsShown() {
        log(List.of(
                record(
                        "shared",
                        List.of(item("o1", "ann"), item("o2", "ben"), item("o3", "ann", "ben")),
                        patients("ann", "ben")),
                Records.search("others", "ben"),
                Records.refused("refused", "ann"),
                Records.refused("agent only", "ben")));

        Page<StoredRecord> page = events.records(AuditEventQuery.newest(10), ANN);

        assertThat(page.rows())
                .extracting(row -> row.record().requestId())
                .containsExactlyInAnyOrder("shared", "refused");
        String text = page.rows() + " "
                + events.search(AuditEventQuery.newest(10), ANN).rows().stream()
                        .map(event -> event.getEntity().stream()
                                .map(e -> e.getWhat().getReference())
                                .toList())
                        .toList();
        assertThat(text)
                .contains("o1", "o3", "Patient/ann")
                .doesNotContain("ben", "o2", "confidentiality", "session-1", "192.0.2.7");
        assertThat(events.records(AuditEventQuery.newest(10).about("ben"), ANN).rows())
                .isEmpty();
    }

    @Test
    void searchWhenAnItemIsWithheldThenTheRowStaysWithoutItAndNoSearchFindsIt() {
        RecordId id = log(List.of(Records.search("r", "ann"))).get(0);
        Viewer blind = new Viewer.OfPatient(
                "ann",
                items -> items.stream().filter(item -> !item.id().equals("o2")).collect(Collectors.toSet()));

        StoredRecord row =
                events.records(AuditEventQuery.newest(1), blind).rows().get(0);

        assertThat(row.record().items()).extracting(Item::id).containsExactly("o1");
        assertThat(row.record().asked().query()).isEqualTo(QueryShape.NONE);
        assertThat(events.records(entity("Observation/o2"), blind).rows()).isEmpty();
        assertThat(events.records(entity("Observation/o2"), ANN).rows()).hasSize(1);
        assertThat(events.records(entity("Observation/o1"), blind).rows()).hasSize(1);
        Viewer proxy = new Viewer.OfProxy("ann", ((Viewer.OfPatient) blind).sight());
        assertThat(events.read(id.toString(), proxy)).isEmpty();
        assertThat(events.read(id.toString(), new Viewer.OfProxy("ann", UnaryOperator.identity())))
                .isPresent();
    }

    @Test
    void searchWhenFilteredThenOnlyWhatMatches() {
        log(List.of(
                Records.search("permitted", "ann"), Records.refused("refused", "ann"), Records.write("write", "ann")));
        Instant now = Instant.now();

        assertThat(ids(query(Optional.of("Practitioner/7"), Set.of(), Optional.empty(), Optional.empty())))
                .containsExactlyInAnyOrder("permitted", "refused");
        assertThat(ids(query(
                        Optional.empty(), Set.of(Outcome.REFUSED, Outcome.FAILED), Optional.empty(), Optional.empty())))
                .containsExactly("refused");
        assertThat(ids(query(Optional.empty(), Set.of(), Optional.of("C"), Optional.empty())))
                .containsExactly("write");
        assertThat(ids(query(Optional.empty(), Set.of(), Optional.empty(), Optional.of("PATRQT"))))
                .containsExactly("write");
        assertThat(ids(between(Optional.of(now.minusSeconds(600)), Optional.of(now.plusSeconds(600)))))
                .hasSize(3);
        assertThat(ids(between(Optional.of(now.plusSeconds(600)), Optional.empty())))
                .isEmpty();
        assertThat(ids(between(Optional.empty(), Optional.of(now.minusSeconds(600)))))
                .isEmpty();
    }

    @Test
    void readWhenNotTheirsOrNotThereThenEmptyAlike() {
        RecordId bens = log(List.of(Records.search("r", "ben"))).get(0);

        assertThat(events.read(bens.toString(), ALL))
                .get()
                .extracting(AuditEvent::getId)
                .isEqualTo(bens.toString());
        assertThat(events.read(bens.toString(), ANN)).isEmpty();
        assertThat(events.read(new RecordId(bens.at(), new UUID(1, 2)).toString(), ANN))
                .isEmpty();
        assertThat(events.read("no-id", ANN)).isEmpty();
        assertThat(RecordId.parse(bens.toString())).contains(bens);
        assertThat(bens.toString()).matches("[A-Za-z0-9.-]{1,64}");
    }

    @Test
    void searchOfOthersLeavesOutWhatThePatientDidAndNoRowOfAnybodyElse() throws SQLException {
        log(IntStream.range(0, 6).mapToObj(i -> Records.search("r" + i, "ann")).toList());
        String by = "update candour.access_record set agent_kind = '%s', agent_id = '%s' where request_id = '%s'";
        database.execute(
                by.formatted("PATIENT", "Patient/ann", "r1"),
                by.formatted("PATIENT", "Patient/ben", "r2"),
                by.formatted("PROXY", "Patient/ann", "r3"),
                by.formatted("PATIENT", "Patient/ann", "r4"));
        AuditEventQuery others = others("ann", 2);

        assertThat(all(others, ANN)).hasSize(4);
        assertThat(ids(others("ann", 10))).containsExactlyInAnyOrder("r5", "r3", "r2", "r0");
        assertThat(ids(AuditEventQuery.newest(10))).hasSize(6);
    }

    @Test
    void searchWhenManyRowsThenAPatientsPageReadsOnlyTheirs() throws SQLException {
        log(IntStream.range(0, 60).mapToObj(i -> Records.search("r" + i, "ann")).toList());
        database.execute(
                "insert into candour.access_subject"
                        + " select 'p' || i % 500, now() - i * interval '1 second', gen_random_uuid() from generate_series(1, 50000) i",
                "insert into candour.access_record (" + RecordRow.COLUMNS + ") select now() - i * interval '1 second',"
                        + RecordRow.COLUMNS.substring(3).replace(" id,", " gen_random_uuid(),")
                        + " from (select * from candour.access_record limit 1) r, generate_series(1, 20000) i",
                "analyze candour.access_subject",
                "analyze candour.access_record");
        String rowsReadBySequence = "select sum(seq_tup_read) from pg_stat_user_tables where relname like 'access_%'";
        String before = database.column(rowsReadBySequence).get(0);

        assertThat(events.records(AuditEventQuery.newest(20), ANN).rows()).hasSize(20);

        assertThat(database.column(rowsReadBySequence)).containsExactly(before);
    }

    private AccessRecord record(String requestId, List<Item> items, SortedSet<String> patients) {
        DecidedOn decided = new DecidedOn(
                new TreeMap<>(Map.of("ann", 4L, "ben", 9L)), 5, Optional.empty(), Optional.of("session-1"));
        AccessRecord plain = Records.record(requestId, patients, items, Optional.of(decided));
        List<Basis> basis = new ArrayList<>(plain.grounds().basis());
        basis.add(Basis.of("ben", "Consent/ben-said/_history/1"));
        return new AccessRecord(
                requestId,
                plain.agent(),
                plain.asked(),
                patients,
                items,
                new Grounds(plain.grounds().decidedOn(), basis, plain.grounds().residual()),
                plain.outcome(),
                plain.status());
    }

    private List<RecordId> log(List<AccessRecord> records) {
        try (PostgresAccessLog log = PostgresAccessLog.start(
                AccessLogSettings.named("test"),
                database::serving,
                (Connection connection, Set<DecidedOn> decisions) -> Set.of(),
                new SimpleMeterRegistry())) {
            return records.stream().map(log::submit).toList().stream()
                    .map(CompletableFuture::join)
                    .toList();
        }
    }

    private List<RecordId> all(AuditEventQuery first, Viewer viewer) {
        List<RecordId> seen = new ArrayList<>();
        Page<StoredRecord> page = events.records(first, viewer);
        page.rows().forEach(row -> seen.add(row.id()));
        while (page.next().isPresent()) {
            assertThat(page.rows()).hasSize(first.count());
            page = events.records(first.after(page.next().get()), viewer);
            page.rows().forEach(row -> seen.add(row.id()));
        }
        return seen;
    }

    private List<String> ids(AuditEventQuery query) {
        return events.records(query, ANN).rows().stream()
                .map(row -> row.record().requestId())
                .toList();
    }

    private static AuditEventQuery query(
            Optional<String> agent, Set<Outcome> outcomes, Optional<String> action, Optional<String> purpose) {
        return new AuditEventQuery(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                agent,
                false,
                outcomes,
                action,
                Optional.empty(),
                purpose,
                Optional.empty(),
                10);
    }

    private static AuditEventQuery others(String patient, int count) {
        return new AuditEventQuery(
                Optional.of(patient),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true,
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                count);
    }

    private static AuditEventQuery between(Optional<Instant> from, Optional<Instant> before) {
        return new AuditEventQuery(
                Optional.empty(),
                from,
                before,
                Optional.empty(),
                false,
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                40);
    }

    private static AuditEventQuery entity(String entity) {
        return new AuditEventQuery(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Set.of(),
                Optional.empty(),
                Optional.of(entity),
                Optional.empty(),
                Optional.empty(),
                10);
    }
}
