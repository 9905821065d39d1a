package io.candour.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.KeyPair;
import java.security.PublicKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogVerifierIT {

    private static final int ROUNDS = 2;

    private static SampleLog sample;

    @BeforeAll
    static void make() throws SQLException {
        sample = SampleLog.make();
    }

    @Test
    void verifyWhenNothingWasTamperedWithThenItHolds() throws SQLException {
        Verification found = sample.verify(sample.database());

        assertThat(found.fault()).isEmpty();
        assertThat(found.holds()).isTrue();
        assertThat(found.records()).isEqualTo(72);
        assertThat(found.covered()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(Tampering.class)
    void verifyWhenTamperedWithThenFound(Tampering tampering) throws SQLException {
        for (int round = 0; round < ROUNDS; round++) {
            long seed = tampering.ordinal() * 1000L + round;
            LogDatabase copy = sample.database().copy();
            tampering.on(copy, new Random(seed));

            Verification found = sample.verify(copy);
            assertThat(found.holds()).as("seed %d: %s", seed, found).isFalse();
            copy.drop();
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 1000000", "2, 1", "4, 7"})
    void verifyWhenCutIntoSpansThenItHoldsAndNamesTheSameFirstPlace(int readers, int rowsASpan) throws SQLException {
        Verification whole = sample.verify(sample.database(), readers, rowsASpan);
        assertThat(whole.holds()).as("%s", whole).isTrue();
        assertThat(whole.records()).isEqualTo(72);

        LogDatabase copy = sample.database().copy();
        copy.execute("update candour.access_record set client = 'other' where writer is not null");
        String first = copy.column("select 'a row of batch ' || sequence || ' of writer ' || writer || ' was changed'"
                        + " from candour.access_batch where kind = 'RECORDS' order by at, writer, sequence limit 1")
                .get(0);
        for (int i = 0; i < 5; i++) {
            assertThat(sample.verify(copy, readers, rowsASpan).fault()).contains(first);
        }
        copy.drop();
    }

    @Test
    void verifyWhenTwoWritersCommittedInTheSameMicrosecondThenItHolds() throws SQLException {
        LogDatabase copy = sample.database().copy();
        String at = copy.column("select at from candour.access_batch where kind = 'RECORDS' order by at limit 1")
                .get(0);
        copy.execute(
                "update candour.access_batch set at = '" + at + "' where kind = 'RECORDS' and sequence < 3",
                "update candour.access_record r set at = '" + at + "' from candour.access_batch b where b.at = '" + at
                        + "' and b.writer = r.writer and b.sequence = r.batch",
                "update candour.access_subject s set at = r.at from candour.access_record r where r.id = s.id");
        copy.execute(
                "delete from candour.access_checkpoint",
                "update candour.access_batch set previous = '\\x" + Hash.ZERO.hex() + "'");
        for (String writer : copy.column("select writer from candour.access_writer")) {
            Tampering.rehash(copy, Integer.parseInt(writer), 0);
        }
        assertThat(copy.count("candour.access_batch where at = '" + at + "'")).isGreaterThan(2);

        Verification found = new LogVerifier(copy::serving, List.of(), rows -> {}, 2, 1).verify(Optional.empty());
        assertThat(found.holds()).as("%s", found).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"array[patients]", "array_append(patients, null)", "'{}'"})
    void verifyWhenPatientsAreNoLongerAListOfPatientsThenFound(String patients) throws SQLException {
        for (String which : List.of("writer is null", "writer is not null")) {
            LogDatabase copy = sample.database().copy();
            copy.execute("update candour.access_record set patients = " + patients + " where " + which);

            assertThat(sample.verify(copy).fault().orElseThrow()).contains("was changed");
            copy.drop();
        }
    }

    @Test
    void verifyWhenARecordWasChangedThenItsBatchIsNamed() throws SQLException {
        LogDatabase copy = sample.database().copy();
        String batch = copy.column("select 'batch ' || batch || ' of writer ' || writer from candour.access_record"
                        + " where request_id = 'r1-2-3'")
                .get(0);
        copy.execute("update candour.access_record set client = 'other' where request_id = 'r1-2-3'");

        assertThat(sample.verify(copy).fault()).contains("a row of " + batch + " was changed");
    }

    @Test
    void verifyWhenWrittenAfterTheCheckpointThenItHoldsStill() throws SQLException {
        LogDatabase copy = sample.database().copy();
        try (PostgresAccessLog log = PostgresAccessLog.start(
                AccessLogSettings.named("later"),
                copy::serving,
                (connection, decisions) -> Set.of(),
                new SimpleMeterRegistry())) {
            log.record(Records.search("later", "ann"));
        }

        assertThat(sample.verify(copy).holds()).isTrue();
        assertThat(sample.verify(copy).records()).isEqualTo(73);
    }

    @Test
    void verifyWhenTheKeyIsAnotherThenNotSigned() throws SQLException {
        Verification found = new LogVerifier(
                        sample.database()::serving, List.of(Keys.ed25519().getPublic()), rows -> {})
                .verify(Optional.of(sample.outside()));

        assertThat(found.fault().orElseThrow()).contains("signed by none");
    }

    @Test
    void verifyWhenTheKeyWasChangedThenItHoldsWithBothAndWithNeitherAlone() throws SQLException {
        LogDatabase copy = sample.database().copy();
        PublicKey before = sample.key().getPublic();
        KeyPair after = Keys.ed25519();
        SignedCheckpoint outside = new Checkpoints(copy.source(LogDatabase.SERVING), after.getPrivate())
                .take()
                .orElseThrow();

        assertThat(verify(copy, outside, before, after.getPublic()).fault()).isEmpty();
        assertThat(verify(copy, outside, after.getPublic(), before).covered()).isEqualTo(4);
        assertThat(verify(copy, outside, after.getPublic()).fault())
                .contains("checkpoint 1 is signed by none of the keys given");
        assertThat(verify(copy, outside, before).fault())
                .contains("the checkpoint held outside is signed by none of the keys given");
        assertThat(verify(copy, sample.outside(), before).fault())
                .as("with the one held outside from before the change")
                .contains("checkpoint 4 is signed by none of the keys given");
        copy.drop();
    }

    private static Verification verify(LogDatabase database, SignedCheckpoint outside, PublicKey... keys)
            throws SQLException {
        return new LogVerifier(database::serving, List.of(keys), rows -> {}).verify(Optional.of(outside));
    }

    @Test
    void keepFromWhenTheLogIsClosedThenOlderRowsAreGoneAndTheRestVerifies() throws SQLException {
        LogDatabase copy = sample.database().copy();
        for (String parent : List.of("access_record", "access_subject", "access_seal")) {
            copy.execute("create table candour." + parent + "_2020_01 partition of candour." + parent
                    + " for values from ('2020-01-01Z') to ('2020-02-01Z')");
            moveToDefault(copy, parent);
        }
        assertThat(sample.verify(copy).holds()).isTrue();

        SignedCheckpoint closing =
                retention(copy).closeAt(firstCheckpoint(copy)).orElseThrow();

        assertThat(closing.number()).isEqualTo(4);
        assertThat(copy.column("select request_id from candour.access_record"))
                .noneMatch(request -> request.startsWith("r0-"))
                .hasSize(56);
        assertThat(copy.count("pg_class where relname like '%_2020_01'")).isZero();
        assertThat(sample.verify(copy).fault()).isEmpty();
        assertThat(sample.verify(copy).holds()).isTrue();
        copy.execute("delete from candour.access_checkpoint where number = 4");
        assertThat(sample.verify(copy).holds())
                .as("without the owner's signed word")
                .isFalse();
    }

    @Test
    void keepFromWhenNothingIsOldThenNoCheckpointIsTaken() throws SQLException {
        LogDatabase copy = sample.database().copy();

        assertThat(retention(copy).keepFrom(YearMonth.now(ZoneOffset.UTC))).isEmpty();
        assertThat(copy.count("candour.access_checkpoint")).isEqualTo(3);
    }

    @Test
    void keepFromWhenAnotherReplicaIsAtItThenNothingHappens() throws SQLException {
        LogDatabase copy = sample.database().copy();
        for (String parent : List.of("access_record", "access_subject", "access_seal")) {
            copy.execute("create table candour." + parent + "_2020_01 partition of candour." + parent
                    + " for values from ('2020-01-01Z') to ('2020-02-01Z')");
        }
        try (Connection replica = copy.owner();
                Statement statement = replica.createStatement()) {
            statement.execute("select pg_advisory_lock(hashtextextended('candour.access_retention', 0))");
            assertThat(retention(copy).keepFrom(YearMonth.of(2020, 2))).isEmpty();
        }
        assertThat(copy.count("pg_class where relname like '%_2020_01'")).isPositive();
        assertThat(retention(copy).keepFrom(YearMonth.of(2020, 2))).isPresent();
        assertThat(copy.count("pg_class where relname like '%_2020_01'")).isZero();
        assertThat(sample.verify(copy).holds()).isTrue();
    }

    @Test
    void keepFromWhenAMonthIsNotOverThenRefused() {
        YearMonth next = YearMonth.now(ZoneOffset.UTC).plusMonths(1);

        assertThatThrownBy(() -> retention(sample.database()).keepFrom(next))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Retention retention(LogDatabase database) {
        return new Retention(
                database.source("postgres"),
                new Checkpoints(
                        database.source(LogDatabase.SERVING), sample.key().getPrivate()));
    }

    /** As if this month's partition had been missing all along. */
    private static void moveToDefault(LogDatabase database, String parent) throws SQLException {
        String month = database.column("select to_char(now() at time zone 'UTC', '_YYYY_MM')")
                .get(0);
        database.execute(
                "alter table candour." + parent + " detach partition candour." + parent + month,
                "insert into candour." + parent + " select * from candour." + parent + month,
                "drop table candour." + parent + month);
    }

    private static Instant firstCheckpoint(LogDatabase database) throws SQLException {
        return Checkpoint.parse(database.column("select body from candour.access_checkpoint where number = 1")
                        .get(0))
                .at();
    }

    @Test
    void parseWhenGivenThePublishedTextThenTheSameCheckpoint() {
        SignedCheckpoint parsed = SignedCheckpoint.parse(sample.outside().toString());

        assertThat(parsed).isEqualTo(sample.outside());
        assertThat(parsed.isSignedBy(sample.key().getPublic())).isTrue();
        assertThat(parsed.isSignedBy(Keys.ed25519().getPublic())).isFalse();
        for (String broken :
                List.of("", "signature ", sample.outside().toString().replace("number 3", "number  3"))) {
            assertThat(catchThrowable(() -> SignedCheckpoint.parse(broken)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        SignedCheckpoint forged =
                SignedCheckpoint.parse(sample.outside().toString().replace("number 3", "number 4"));
        assertThat(forged.isSignedBy(sample.key().getPublic())).isFalse();
    }
}
