package io.candour.choice;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candour.choice.KeptConsent.Standing;
import io.candour.choice.KeptConsent.State;
import io.candour.consent.Directive;
import io.candour.consent.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

class ChoicesTest {
    private JdbcTemplate jdbc = new JdbcTemplate();
    private TransactionTemplate transactions = new TransactionTemplate();
    private Choices choices = new Choices(jdbc);
    private SnapshotStore snapshots = new SnapshotStore(jdbc);

    @BeforeEach
    void freshDatabase() {
        ChoiceDatabase database = ChoiceDatabase.fresh();
        jdbc = database.jdbc();
        transactions = database.transactions();
        choices = new Choices(jdbc);
        snapshots = new SnapshotStore(jdbc);
        snapshots.create(List.of(Kept.PATIENT));
    }

    /** As a write does it. */
    private void write(KeptConsent... written) {
        transactions.executeWithoutResult(status -> {
            snapshots.lock(List.of(Kept.PATIENT));
            List.of(written).forEach(choices::keep);
            snapshots.compile(Kept.PATIENT);
        });
    }

    private Snapshot now() {
        io.candour.consent.Snapshot snapshot =
                requireNonNull(snapshots.load(List.of(Kept.PATIENT)).byPatient().get(Kept.PATIENT));
        return new Snapshot(
                snapshot.version(),
                snapshot.directives().stream().map(Directive::consent).toList());
    }

    private record Snapshot(long version, List<String> consents) {}

    @Test
    void ofWhenConsentsWereKeptThenGivesThemBackAsTheyWere() {
        KeptConsent rule = Kept.consent(
                "a", "active", 1, Kept.rule("a", Kept.hide("Organization/a", Interval.of(Kept.day(1), Kept.day(2)))));
        KeptConsent closing = new KeptConsent(
                Kept.PATIENT,
                "b",
                7,
                "active",
                Kept.day(2),
                0,
                Optional.empty(),
                Standing.UNENFORCEABLE,
                Optional.of("Consent.scope: is missing"),
                Optional.of(Directive.unenforceable("b", "7", "Consent.scope: is missing")),
                Optional.empty(),
                Optional.empty());
        KeptConsent draft = new KeptConsent(
                Kept.PATIENT,
                "c",
                1,
                "draft",
                Kept.day(3),
                0,
                Optional.empty(),
                Standing.DORMANT,
                Optional.of("status is draft"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        write(rule, closing, draft);

        assertThat(choices.of(Kept.PATIENT))
                .containsExactly(
                        rule.answering(rule.question(), rule.dateTime(), 1),
                        closing.answering(Optional.empty(), closing.dateTime(), 2),
                        draft.answering(Optional.empty(), draft.dateTime(), 3));
        assertThat(now().consents()).containsExactlyInAnyOrder("a", "b");
        assertThat(choices.of("somebody else")).isEmpty();
    }

    @Test
    void keepWhenANewerAnswerComesThenSnapshotAndVersionMoveTogether() {
        write(Kept.consent("old", "active", 1, "Organization/a"));
        Snapshot before = now();

        write(Kept.consent("new", "active", 2, "Organization/a"));

        assertThat(before.consents()).containsExactly("old");
        assertThat(now()).isEqualTo(new Snapshot(before.version() + 1, List.of("new")));
    }

    @Test
    void keepWhenTheTransactionFailsThenNothingIsKept() {
        write(Kept.consent("old", "active", 1, "Organization/a"));
        Snapshot before = now();
        List<KeptConsent> kept = choices.of(Kept.PATIENT);

        assertThatThrownBy(() -> transactions.executeWithoutResult(status -> {
                    choices.keep(Kept.consent("new", "active", 2, "Organization/a"));
                    snapshots.compile(Kept.PATIENT);
                    throw new IllegalStateException("later");
                }))
                .hasMessage("later");

        assertThat(now()).isEqualTo(before);
        assertThat(choices.of(Kept.PATIENT)).isEqualTo(kept);
    }

    @Test
    void keepWhenManyAnswerAtOnceThenAllAreStoredAndOneCounts() {
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            List<CompletableFuture<Void>> writers = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                KeptConsent written = Kept.consent("c" + i, "active", i % 3, "Organization/a");
                writers.add(CompletableFuture.runAsync(() -> write(written), threads));
            }
            writers.forEach(CompletableFuture::join);
        } finally {
            threads.shutdown();
        }

        List<KeptConsent> kept = choices.of(Kept.PATIENT);
        assertThat(kept).hasSize(30);
        assertThat(kept.stream().map(KeptConsent::place)).doesNotHaveDuplicates();
        List<String> counting = kept.stream()
                .filter(KeptConsent::counts)
                .map(KeptConsent::consent)
                .toList();
        assertThat(counting).hasSize(1).isEqualTo(now().consents());
        assertThat(now().version()).isEqualTo(31);
    }

    @Test
    void keepWhenThePatientIsUnknownThenRefuses() {
        KeptConsent known = Kept.consent("a", "active", 1, "Organization/a");
        KeptConsent nobodys = new KeptConsent(
                "nobody",
                known.consent(),
                1,
                known.status(),
                known.dateTime(),
                0,
                known.choice(),
                known.standing(),
                known.reason(),
                known.directive(),
                known.question(),
                known.supersededBy());

        assertThatThrownBy(() -> choices.keep(nobodys)).isInstanceOf(DataIntegrityViolationException.class);
    }

    @Test
    void forgetWhenTheOneThatSupersededGoesThenTheOlderStaysAway() {
        write(Kept.consent("old", "active", 1, "Organization/a"), Kept.consent("new", "active", 2, "Organization/a"));

        choices.forget(Kept.PATIENT, "new");
        snapshots.compile(Kept.PATIENT);

        assertThat(now().consents()).isEmpty();
        assertThat(choices.of(Kept.PATIENT)).singleElement().satisfies(old -> assertThat(old.state(Kept.day(3)))
                .isEqualTo(State.SUPERSEDED));
    }

    @Test
    void stateWhenThePeriodIsNotYetNowOrOverThenSaysSo() {
        KeptConsent kept = Kept.consent(
                "a", "active", 1, Kept.rule("a", Kept.hide("Organization/a", Interval.of(Kept.day(2), Kept.day(3)))));

        assertThat(kept.state(Kept.day(1))).isEqualTo(State.SCHEDULED);
        assertThat(kept.state(Kept.day(2))).isEqualTo(State.ENFORCED);
        assertThat(kept.state(Kept.day(3))).isEqualTo(State.EXPIRED);
        assertThat(kept.supersededBy(Optional.of("b")).state(Kept.day(2))).isEqualTo(State.SUPERSEDED);
        assertThat(Kept.consent("a", "draft", 1, "Organization/a")
                        .state(Kept.day(2))
                        .code())
                .isEqualTo("NOT-ENFORCEABLE");
    }

    @Test
    void migrationWhenConsentsWereKeptTheOldWayThenTheyAreStillInForce() {
        ChoiceDatabase old = ChoiceDatabase.empty();
        Flyway migrations = migrations(old, "2");
        migrations.migrate();
        JdbcTemplate before = old.jdbc();
        before.update("insert into candour.snapshot (patient) values ('p')");
        before.update(
                """
                insert into candour.directive values ('p', 'live', 1, '{"consent": "live", "version": "1", "choice": "HIDE_FROM",
                    "root": {"effect": "DENY", "actors": [], "purposes": [], "period": {"start": null, "end": null},
                        "types": [], "profiles": [], "documentTypes": [], "categories": [], "codes": [], "instances": [],
                        "related": [], "authoredBy": [], "dataPeriod": null, "confidentiality": null, "sensitivity": []},
                    "nested": [], "emergencyOverridable": true, "unenforceable": null}')
                """);
        for (String consent : List.of("live", "off")) {
            before.update(
                    """
                    insert into candour.record_item values ('p', 'Consent', ?, 1, now(), now(), '{}',
                        jsonb_build_object('status', ?, 'dateTime', ?)::text)
                    """,
                    consent,
                    consent.equals("live") ? "active" : "inactive",
                    consent.equals("live") ? "2026-11-01T09:00:00Z" : "2026");
        }

        migrations(old, "3").migrate();

        List<KeptConsent> kept = new Choices(old.jdbc()).of("p");
        assertThat(kept.stream().map(KeptConsent::consent)).containsExactly("live", "off");
        assertThat(kept.get(0).state(Kept.day(9))).isEqualTo(State.ENFORCED);
        assertThat(kept.get(0).dateTime()).isEqualTo(Kept.START);
        assertThat(kept.get(1).reason()).contains("status is inactive");
        migrations(old, "latest").migrate();
        SnapshotStore store = new SnapshotStore(old.jdbc());
        store.compile("p");
        assertThat(requireNonNull(store.load(List.of("p")).byPatient().get("p")).directives())
                .hasSize(1);
    }

    private static Flyway migrations(ChoiceDatabase database, String target) {
        return Flyway.configure()
                .dataSource(database.source())
                .locations("filesystem:src/main/resources/db/migration")
                .target(target)
                .load();
    }
}
