package io.candour.enforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candour.audit.DecidedOn;
import io.candour.choice.ChoiceDatabase;
import io.candour.choice.SessionLocks;
import io.candour.choice.SnapshotStore;
import io.candour.identity.Directory;
import io.candour.identity.LogOut;
import io.candour.identity.RevokedSessions;
import io.candour.identity.Session;
import io.candour.identity.SessionEndedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.support.TransactionTemplate;

/** What ends with a log-out, and what that is held against, on a real database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EndedSessionsTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Session ONE = new Session(Optional.of("one"), "user", NOON);
    private static final Session OTHER = new Session(Optional.of("other"), "user", NOON);
    private static final Session SYSTEM = new Session(Optional.empty(), "system", NOON);

    private final ChoiceDatabase choices = ChoiceDatabase.fresh();
    private final DataSource database = choices.source();
    private final JdbcTemplate jdbc = choices.jdbc();
    private final TransactionTemplate transactions = choices.transactions();
    private RevokedSessions sessions;
    private Directory directory;

    @BeforeAll
    void start() {
        sessions = new RevokedSessions(jdbc, transactions, Duration.ofHours(1));
        directory = new Directory(jdbc);
        new SnapshotStore(jdbc).create(List.of("p"));
    }

    @BeforeEach
    void empty() {
        jdbc.execute("truncate candour.revoked_session, candour.heard_logout");
    }

    @Test
    void endWhenASessionIsNamedThenThatOneIsOverAndNoOther() {
        assertThat(sessions.end(ofSession("j1", "one"))).isTrue();

        ended(ONE);
        goesOn(OTHER);
        goesOn(SYSTEM);
        ended(new Session(Optional.of("one"), "user", NOON.plus(Duration.ofDays(1))));
    }

    @Test
    void endWhenAUserIsNamedThenAllTheyHadIsOverAndALaterLogInIsNot() {
        sessions.end(ofUser("j1", "user", NOON));

        ended(ONE);
        ended(OTHER);
        goesOn(SYSTEM);
        goesOn(new Session(Optional.of("later"), "user", NOON.plusSeconds(1)));
    }

    @Test
    void endWhenAnEarlierLogOutComesLateThenTheLaterStands() {
        sessions.end(ofUser("j1", "user", NOON));
        sessions.end(ofUser("j2", "user", NOON.minusSeconds(60)));

        ended(ONE);
    }

    @Test
    void endWhenTheTokenWasHeardThenNothingHappens() {
        assertThat(sessions.end(ofSession("j1", "one"))).isTrue();

        assertThat(sessions.end(ofSession("j1", "one"))).isFalse();
        assertThat(sessions.end(ofSession("j1", "other"))).isFalse();
        goesOn(OTHER);
    }

    @Test
    void endThenRowsAreKeptAsLongAsATokenCanBeUsedAndForgottenAfterwards() {
        sessions.end(ofSession("j1", "one"));
        assertThat(
                        count(
                                "candour.revoked_session where until between now() + interval '59 min' and now() + interval '61 min'"))
                .isOne();

        jdbc.execute("update candour.revoked_session set until = now() - interval '1 second'");
        jdbc.execute("update candour.heard_logout set until = now() - interval '1 second'");
        sessions.end(ofSession("j2", "other"));

        assertThat(count("candour.revoked_session where name = 'sid:one'")).isZero();
        assertThat(count("candour.heard_logout where jti = 'j1'")).isZero();
        ended(OTHER);
    }

    @Test
    void movedWhenASessionHasEndedThenItsDecisionsHaveToo() throws SQLException {
        DecidedOn aboutSomebody = decided(new TreeMap<>(Map.of("p", 1L)), ONE);
        DecidedOn aboutNobody = decided(new TreeMap<>(), ONE);
        DecidedOn others = decided(new TreeMap<>(Map.of("p", 1L)), OTHER);
        Set<DecidedOn> all = Set.of(aboutSomebody, aboutNobody, others);
        assertThat(moved(all)).isEmpty();

        sessions.end(ofSession("j1", "one"));

        assertThat(moved(all)).containsExactlyInAnyOrder(aboutSomebody, aboutNobody);
    }

    @Test
    void movedWhenASessionIsJustBeingEndedThenItDoesNotWaitAndItsDecisionsHave() throws SQLException {
        DecidedOn decision = decided(new TreeMap<>(Map.of("p", 1L)), ONE);

        try (Connection ending = database.getConnection()) {
            ending.setAutoCommit(false);
            SessionLocks.exclusive(on(ending), List.of("sid:one"));
            assertThat(moved(Set.of(decision))).containsExactly(decision);
            ending.rollback();
        }

        assertThat(moved(Set.of(decision))).isEmpty();
    }

    @Test
    void endWhenAnAnswerOfTheSessionIsBeingRecordedThenItWaitsForThatCommit() throws Exception {
        DecidedOn decision = decided(new TreeMap<>(), ONE);
        CompletableFuture<Boolean> end;

        try (Connection recording = database.getConnection()) {
            recording.setAutoCommit(false);
            assertThat(new SnapshotRecheck().moved(recording, Set.of(decision))).isEmpty();
            end = CompletableFuture.supplyAsync(() -> sessions.end(ofSession("j1", "one")));
            waits(end);
            recording.commit();
        }

        assertThat(end.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void checkAtCommitWhenTheSessionGoesOnThenItCannotEndBeforeTheCommit() throws Exception {
        CompletableFuture<Boolean> end = Optional.ofNullable(transactions.execute(status -> {
                    sessions.checkAtCommit(ONE);
                    CompletableFuture<Boolean> ending =
                            CompletableFuture.supplyAsync(() -> sessions.end(ofSession("j1", "one")));
                    waits(ending);
                    return ending;
                }))
                .orElseThrow();

        assertThat(end.get(10, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> transactions.executeWithoutResult(status -> sessions.checkAtCommit(ONE)))
                .isInstanceOf(SessionEndedException.class);
    }

    private void ended(Session session) {
        assertThatThrownBy(() -> directory.epoch(session)).isInstanceOf(SessionEndedException.class);
        assertThatThrownBy(() -> transactions.executeWithoutResult(status -> sessions.checkAtCommit(session)))
                .isInstanceOf(SessionEndedException.class);
    }

    private void goesOn(Session session) {
        assertThat(directory.epoch(session)).isPositive();
        transactions.executeWithoutResult(status -> sessions.checkAtCommit(session));
    }

    private DecidedOn decided(TreeMap<String, Long> versions, Session session) {
        return new DecidedOn(versions, directory.epoch(SYSTEM), Optional.empty(), Optional.empty()).in(session.text());
    }

    private Set<DecidedOn> moved(Set<DecidedOn> decisions) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            Set<DecidedOn> moved = new SnapshotRecheck().moved(connection, decisions);
            connection.rollback();
            return moved;
        }
    }

    private static void waits(CompletableFuture<?> future) {
        try {
            assertThat(future.get(300, TimeUnit.MILLISECONDS))
                    .as("did not wait")
                    .isNull();
        } catch (TimeoutException asItShould) {
            assertThat(future).isNotDone();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private long count(String from) {
        return Optional.ofNullable(jdbc.queryForObject("select count(*) from " + from, Long.class))
                .orElseThrow();
    }

    private static JdbcTemplate on(Connection connection) {
        return new JdbcTemplate(new SingleConnectionDataSource(connection, true));
    }

    private static LogOut ofSession(String jti, String sid) {
        return new LogOut(
                jti, Optional.of(sid), Optional.of("user"), NOON, Instant.now().plusSeconds(120));
    }

    private static LogOut ofUser(String jti, String subject, Instant at) {
        return new LogOut(
                jti, Optional.empty(), Optional.of(subject), at, Instant.now().plusSeconds(120));
    }
}
