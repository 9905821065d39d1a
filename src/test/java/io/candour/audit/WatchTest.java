package io.candour.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchTest {

    private static final String CALLER = Records.DOCTOR.id();

    private LogDatabase database;
    private Watch watch;

    @BeforeEach
    void freshDatabase() throws SQLException, InterruptedException {
        LocalTime now = LocalTime.now(ZoneOffset.UTC);
        if (now.getMinute() == 59) {
            // What a test does must fall into one hour.
            Thread.sleep(Duration.between(now, now.plusMinutes(1).withSecond(0)).toMillis() + 1000);
        }
        database = LogDatabase.fresh();
        watch = new Watch(database.source(LogDatabase.SERVING), new WatchLimits(20, 5, 3));
    }

    @Test
    void lookWhenACallerStaysUnderTheFloorThenNoAlert() throws SQLException {
        read(20, 5);

        assertThat(watch.look()).isEmpty();
    }

    @Test
    void lookWhenACallerReadsManyPatientsThenOneAlertForTheHour() throws SQLException {
        read(6, 6);

        List<Alert> noticed = watch.look();

        assertThat(noticed).singleElement().satisfies(alert -> {
            assertThat(alert.agentId()).isEqualTo(CALLER);
            assertThat(alert.agentKind()).isEqualTo(Agent.Kind.PRACTITIONER);
            assertThat(alert.organisation()).isEqualTo(Records.DOCTOR.organisation());
            assertThat(alert.measure()).isEqualTo(Alert.Measure.PATIENTS);
            assertThat(alert.seen()).isEqualTo(6);
            assertThat(alert.usual()).isZero();
        });
        read(8, 8);
        assertThat(watch.look()).as("the same hour again").isEmpty();
        assertThat(new Alerts(database.source(LogDatabase.SERVING)).latest(10)).isEqualTo(noticed);
    }

    @Test
    void lookWhenACallerIsRefusedTimeAndAgainThenAnAlertToo() throws SQLException {
        record(IntStream.range(0, 6)
                .mapToObj(i -> Records.refused("r" + i, "p" + i))
                .toList());

        assertThat(watch.look()).extracting(Alert::measure).containsExactly(Alert.Measure.PATIENTS);
    }

    @Test
    void lookWhenACallerDoesWhatItAlwaysDoesThenNoAlert() throws SQLException {
        past("2 days", 40, 10);
        read(60, 30);

        assertThat(watch.look()).isEmpty();
        read(61, 61);
        assertThat(watch.look())
                .extracting(Alert::measure, Alert::seen, Alert::usual)
                .containsExactly(tuple(Alert.Measure.PATIENTS, 31L, 10L));
        read(121, 61);
        assertThat(watch.look())
                .extracting(Alert::measure, Alert::seen, Alert::usual)
                .containsExactly(tuple(Alert.Measure.REQUESTS, 121L, 40L));
    }

    @Test
    void lookWhenThePastHourRaisedAnAlertThenItDoesNotCountAsUsualForAWeek() throws SQLException {
        past("2 days", 40, 10);
        alerted("2 days");
        past("9 days", 10, 3);
        alerted("9 days");
        read(12, 12);

        assertThat(watch.look())
                .extracting(Alert::measure, Alert::usual)
                .containsExactly(tuple(Alert.Measure.PATIENTS, 3L));
    }

    @Test
    void byWhenACallerWasBusyThenEachPatientIsNamedWithWhatWasSeen() throws SQLException {
        Instant before = Instant.now().minus(1, ChronoUnit.HOURS);
        record(List.of(
                Records.search("r1", "ann"),
                Records.search("r2", "ann"),
                Records.record(
                        "r3",
                        Records.patients("ann", "bob"),
                        List.of(Records.item("o1", "ann"), Records.item("o2", "ann", "bob")),
                        Optional.empty()),
                Records.refused("r4", "cat"),
                Records.write("by the patient", "dan")));
        AffectedPatients affected = new AffectedPatients(database.source(LogDatabase.SERVING));
        Instant after = Instant.now().plus(1, ChronoUnit.HOURS);

        assertThat(affected.by(CALLER, before, after, Optional.empty(), 10))
                .extracting(
                        AffectedPatient::patient,
                        AffectedPatient::answered,
                        AffectedPatient::refused,
                        AffectedPatient::items)
                .containsExactly(tuple("ann", 3L, 0L, 6L), tuple("bob", 1L, 0L, 1L), tuple("cat", 0L, 1L, 0L));
        assertThat(affected.by(CALLER, before, after, Optional.of("ann"), 1))
                .extracting(AffectedPatient::patient)
                .containsExactly("bob");
        assertThat(affected.by(CALLER, after, after.plusSeconds(1), Optional.empty(), 10))
                .isEmpty();
    }

    private void read(int requests, int patients) throws SQLException {
        long there = database.count("candour.access_record");
        record(IntStream.range((int) there, requests)
                .mapToObj(i -> Records.search("r" + i, "p" + i % patients))
                .toList());
    }

    private void record(List<AccessRecord> records) {
        try (PostgresAccessLog log = PostgresAccessLog.start(
                AccessLogSettings.named("test"),
                database::serving,
                (connection, decisions) -> Set.of(),
                new SimpleMeterRegistry())) {
            records.forEach(log::record);
        }
    }

    private void past(String ago, int requests, int patients) throws SQLException {
        database.execute("insert into candour.access_pace (agent_id, hour, requests, patients) values ('" + CALLER
                + "', date_trunc('hour', now(), 'UTC') - interval '" + ago + "', " + requests + ", " + patients + ")");
    }

    private void alerted(String ago) throws SQLException {
        database.execute("insert into candour.access_alert"
                + " (agent_id, agent_kind, agent_name, hour, measure, seen, usual) select agent_id, 'PRACTITIONER', 'x',"
                + " hour, 'REQUESTS', 1, 1 from candour.access_pace where hour = date_trunc('hour', now(), 'UTC')"
                + " - interval '" + ago + "'");
    }
}
