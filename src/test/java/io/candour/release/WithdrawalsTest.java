package io.candour.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.consent.ConsentEngine;
import io.candour.consent.Directive;
import io.candour.consent.Effect;
import io.candour.consent.Interval;
import io.candour.consent.Policy;
import io.candour.consent.Provision;
import io.candour.identity.Directory;
import io.candour.release.Airlock.Reconciled;
import io.candour.release.Erasure.Answered;
import io.candour.release.Erasure.Outcome;
import io.candour.release.Erasure.Reason;
import io.candour.release.ExtractTerms.Dates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes of copies when a yes is taken back or ends, and what is found out about releases, on a real database. */
class WithdrawalsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path place;

    private ExtractWorld extracts;
    private ExtractAirlock airlock;
    private Erasures erasures;
    private Withdrawals withdrawals;
    private Reconciliation reconciliation;

    @BeforeEach
    void world() {
        extracts = new ExtractWorld(place);
        airlock = extracts.airlock();
        CountedWorld world = extracts.world;
        erasures = new Erasures(world.database.jdbc());
        withdrawals = new Withdrawals(
                erasures,
                world.programmes,
                world.willingness,
                world.snapshots,
                extracts.rules(Dates.MONTH, Period.ofYears(10)));
        reconciliation = new Reconciliation(
                world.database.jdbc(),
                world.questions,
                world.programmes,
                world.willingness,
                world.snapshots,
                world.incidents,
                withdrawals);
        for (int i = 0; i < 5; i++) {
            extracts.person("p" + i, CountedWorld.ASTHMA, "2025-06-01");
        }
    }

    private void left(String id, Programme programme) {
        extracts.made(airlock, id, programme);
        assertThat(extracts.letOut(airlock, id, programme)).isEqualTo(Reconciled.MAY_LEAVE);
    }

    /** As a Consent that is saved does it. */
    private void chooses(String patient, Directive... directives) {
        extracts.world.database.transactions().executeWithoutResult(any -> {
            extracts.world.snapshots.lock(List.of(patient));
            extracts.world.chooses(patient, directives);
            withdrawals.changed(Set.of(patient));
        });
    }

    private List<Erasure> open() {
        return erasures.latest(Optional.empty(), true, 100);
    }

    @Test
    void changedWhenSomebodySaysNoThenEachRecipientWithACopyIsAsked() {
        left("one", extracts.world.programme);
        left("two", extracts.other);
        extracts.made(airlock, "stays", extracts.other);

        chooses("p3", CountedWorld.no());

        assertThat(open()).extracting(Erasure::extract).containsExactlyInAnyOrder("one", "two");
        assertThat(open()).allSatisfy(each -> {
            assertThat(each.patient()).isEqualTo("p3");
            assertThat(each.reason()).isEqualTo(Reason.WITHDRAWN);
            assertThat(Duration.between(each.opened(), each.due())).isEqualTo(Duration.ofDays(30));
        });
        chooses("p3", CountedWorld.yes());
        chooses("p3", CountedWorld.no());
        assertThat(open()).as("asked once").hasSize(2);
    }

    @Test
    void changedWhenItIsStillAYesThenNobodyIsAsked() {
        left("one", extracts.world.programme);

        chooses("p3", CountedWorld.yes());

        assertThat(open()).isEmpty();
    }

    @Test
    void changedWhenTheTransactionIsUndoneThenNobodyIsAsked() {
        left("one", extracts.world.programme);
        extracts.world.database.transactions().executeWithoutResult(status -> {
            extracts.world.chooses("p3", CountedWorld.no());
            withdrawals.changed(Set.of("p3"));
            status.setRollbackOnly();
        });

        assertThat(open()).isEmpty();
    }

    @Test
    void changedWhenACopyIsJustLeavingThenTheRecipientIsAskedAllTheSame() throws Exception {
        extracts.made(airlock, "one", extracts.world.programme);
        CountDownLatch leaving = new CountDownLatch(1);
        CountDownLatch commit = new CountDownLatch(1);
        CompletableFuture<Void> guardian = CompletableFuture.runAsync(
                () -> extracts.world.database.transactions().executeWithoutResult(any -> {
                    Extract extract = extracts.find("one");
                    assertThat(airlock.reconcile(extract, extracts.world.programme))
                            .isEqualTo(Reconciled.MAY_LEAVE);
                    extracts.approve(extract);
                    leaving.countDown();
                    await(commit);
                }));
        await(leaving);
        CompletableFuture<Void> withdrawing = CompletableFuture.runAsync(() -> chooses("p3", CountedWorld.no()));
        extracts.world.awaitWaiting();
        assertThat(withdrawing).as("waits for what is leaving").isNotDone();
        commit.countDown();
        guardian.get(10, TimeUnit.SECONDS);
        withdrawing.get(10, TimeUnit.SECONDS);

        assertThat(open()).extracting(Erasure::extract).containsExactly("one");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void taskWhenForTheRecipientThenThePseudonymOfItsCopyAndNobodysName() {
        left("one", extracts.world.programme);
        String pseudonym = PseudonymKeys.read(place.resolve("keys"))
                .of("first", CountedWorld.ODS, "programme")
                .orElseThrow()
                .of("Patient", "p3");
        chooses("p3", CountedWorld.no());
        extracts.write("keys", "first " + "A".repeat(44) + "\nsecond " + "B".repeat(44) + "\n");
        ErasureTasks tasks = new ErasureTasks(extracts.world.extracts, extracts.rules(Dates.MONTH, Period.ofYears(10)));

        Task outside = tasks.task(open().get(0), false);

        assertThat(((StringType) outside.getInputFirstRep().getValue()).getValue())
                .isEqualTo(pseudonym);
        assertThat(ExtractWorld.read(extracts.released("one")).toString()).contains("Patient/" + pseudonym);
        assertThat(outside.hasFor()).isFalse();
        assertThat(tasks.task(open().get(0), true).getFor().getReference()).isEqualTo("Patient/p3");
    }

    @Test
    void answerWhenGivenThenOnceAndItIsSettled() {
        left("one", extracts.world.programme);
        chooses("p3", CountedWorld.no());
        String id = open().get(0).id();
        Answered refused = new Answered(
                Outcome.REFUSED,
                Instant.now().truncatedTo(ChronoUnit.MICROS),
                "researcher",
                "Demo Researcher",
                "It is in a paper");

        assertThat(erasures.answer(id, refused)).isTrue();
        assertThat(erasures.answer(id, refused)).isFalse();

        assertThat(open()).isEmpty();
        assertThat(erasures.find(id).orElseThrow().answered()).contains(refused);
        assertThat(erasures.of("one", "p3").orElseThrow().overdue(Instant.MAX)).isFalse();
    }

    private ReleaseRounds rounds(LocalTime reconcileAt) {
        return new ReleaseRounds(
                reconciliation,
                erasures,
                extracts.world.incidents,
                airlock,
                sweep(),
                withdrawals,
                extracts.world.optOuts,
                extracts.world.snapshots,
                new ReleaseRules(Duration.ofDays(28), 8, 5, reconcileAt, Duration.ofMinutes(5)),
                ZoneOffset.UTC);
    }

    private ExtractSweep sweep() {
        CountedWorld world = extracts.world;
        return new ExtractSweep(
                world.extracts,
                world.copies,
                world.programmes,
                world.questions,
                world.willingness,
                world.snapshots,
                extracts.rules(Dates.MONTH, Period.ofYears(10)));
    }

    private void stopped(Programme programme) {
        extracts.world.programmes.decide(
                programme,
                new Programme.Decided(
                        Programme.Outcome.STOPPED, Instant.now(), "guardian2", "Guardian", "Why", Optional.empty()));
    }

    @Test
    void remindWhenAProgrammeIsStoppedThenItsRecipientIsAskedForEachCopyOnce() {
        left("one", extracts.world.programme);
        left("two", extracts.other);
        extracts.made(airlock, "stays", extracts.world.programme);
        chooses("p3", CountedWorld.no());
        inTransaction(() -> rounds(LocalTime.MIN).remind());
        assertThat(open()).as("both run").hasSize(2);
        stopped(extracts.world.programme);

        inTransaction(() -> rounds(LocalTime.MIN).remind());
        inTransaction(() -> rounds(LocalTime.MIN).remind());

        assertThat(open().stream().filter(each -> each.reason() == Reason.OVER))
                .hasSize(4)
                .allMatch(each -> each.extract().equals("one"));
        assertThat(open()).hasSize(6);
    }

    @Test
    void deliverWhenWhatIsHeldWillNotLeaveThenItIsDeleted() {
        for (String id : List.of("refused", "stays")) {
            extracts.made(airlock, id, extracts.world.programme);
        }
        extracts.made(airlock, "over", extracts.other);
        extracts.world.extracts.decide(
                extracts.find("refused"),
                new Passing.Decision(1, false, Instant.now(), "guardian", "Demo Guardian", Optional.empty()));
        stopped(extracts.other);

        inTransaction(() -> rounds(LocalTime.MIN).deliver());

        assertThat(extracts.held("refused", 1)).doesNotExist();
        assertThat(extracts.held("over", 1)).doesNotExist();
        assertThat(extracts.held("stays", 1)).isDirectory();
        chooses("p3", CountedWorld.no());
        inTransaction(() -> rounds(LocalTime.MIN).deliver());
        assertThat(extracts.held("stays", 1)).as("p3 is in it").doesNotExist();
        assertThat(extracts.letOut(airlock, "stays", extracts.world.programme)).isEqualTo(Reconciled.RUN_AGAIN);
        inTransaction(() -> rounds(LocalTime.MIN).deliver());
        assertThat(extracts.letOut(airlock, "stays", extracts.world.programme)).isEqualTo(Reconciled.MAY_LEAVE);
        assertThat(extracts.released("stays")).isDirectory();
    }

    @Test
    void deliverWhenSomebodyIsToBeErasedThenWhatWasNotFetchedIsTakenAway() {
        left("one", extracts.world.programme);
        left("two", extracts.other);
        inTransaction(() -> rounds(LocalTime.MIN).deliver());
        assertThat(extracts.released("one")).isDirectory();
        extracts.made(airlock, "crashed", extracts.world.programme);
        extracts.approve(extracts.find("crashed"));

        extracts.world.database.transactions().executeWithoutResult(any -> {
            extracts.world.chooses("p3", CountedWorld.no());
            withdrawals.changed(Set.of("p3"));
        });
        inTransaction(() -> rounds(LocalTime.MIN).deliver());
        inTransaction(() -> rounds(LocalTime.MIN).deliver());

        assertThat(extracts.released("one")).doesNotExist();
        assertThat(extracts.released("two")).doesNotExist();
        assertThat(extracts.released("crashed"))
                .as("let out, and not there yet when p3 withdrew")
                .doesNotExist();
        assertThat(extracts.held("crashed", 1)).doesNotExist();
        assertThat(place.resolve("extracts").resolve("making")).isEmptyDirectory();
    }

    @Test
    void deliverWhenAServerEndedAsItMadeOneThenThatIsDeletedButNotWhatSomebodyIsAt() throws Exception {
        Path making = Files.createDirectories(
                place.resolve("extracts").resolve("making").resolve("left"));
        Files.writeString(making.resolve("Patient.ndjson.pgp"), "half");
        CountDownLatch at = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        CompletableFuture<Void> maker = CompletableFuture.runAsync(() -> inTransaction(() -> {
            extracts.world.extracts.making();
            at.countDown();
            await(done);
        }));
        await(at);

        inTransaction(() -> rounds(LocalTime.MIN).deliver());
        assertThat(making).as("whose it is can't be told").isDirectory();
        done.countDown();
        maker.get(10, TimeUnit.SECONDS);
        inTransaction(() -> rounds(LocalTime.MIN).deliver());

        assertThat(making).doesNotExist();
    }

    @Test
    void deliverWhenSomebodyIsAtTheRecipientsThenWhatIsHeldIsForTheNextRound() throws Exception {
        extracts.made(airlock, "one", extracts.world.programme);
        chooses("p3", CountedWorld.no());
        CountDownLatch at = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        CompletableFuture<Void> reviewer = CompletableFuture.runAsync(() -> inTransaction(() -> {
            extracts.world.questions.lock(CountedWorld.ODS);
            at.countDown();
            await(done);
        }));
        await(at);

        inTransaction(() -> rounds(LocalTime.MIN).deliver());
        assertThat(extracts.held("one", 1)).isDirectory();
        done.countDown();
        reviewer.get(10, TimeUnit.SECONDS);
        inTransaction(() -> rounds(LocalTime.MIN).deliver());

        assertThat(extracts.held("one", 1)).doesNotExist();
    }

    private List<String> alerts() {
        return extracts.world
                .database
                .jdbc()
                .queryForList(
                        "select organisation || ' ' || measure || ' ' || seen from candour.access_alert", String.class);
    }

    @Test
    void remindWhenAnAnswerIsOverdueThenGuardiansAreAlertedOnce() {
        left("one", extracts.world.programme);
        chooses("p3", CountedWorld.no());
        chooses("p4", CountedWorld.no());
        inTransaction(() -> rounds(LocalTime.MIN).remind());
        assertThat(alerts()).isEmpty();
        extracts.world
                .database
                .jdbc()
                .update(
                        "update candour.erasure set opened = opened - interval '31 days', due = due - interval '31 days'");

        inTransaction(() -> rounds(LocalTime.MIN).remind());
        inTransaction(() -> rounds(LocalTime.MIN).remind());

        assertThat(alerts()).containsExactly("X9906 OVERDUE 2");
        assertThat(open()).allMatch(each -> each.overdue(Instant.now()));
    }

    private void inTransaction(Runnable work) {
        extracts.world.database.transactions().executeWithoutResult(any -> work.run());
    }

    @Test
    void runWhenAllSaidYesThenNothingIsFound() {
        left("one", extracts.world.programme);

        assertThat(extracts.world.inTransaction(reconciliation::run)).isEqualTo(new Reconciliation.Found(1, 0, 0, 0));
        assertThat(alerts()).isEmpty();
    }

    @Test
    void runWhenAYesHasEndedByItselfThenTheRecipientIsAsked() throws Exception {
        Instant end = Instant.now().plusSeconds(5).truncatedTo(ChronoUnit.MICROS);
        extracts.world.chooses(
                "p3",
                CountedWorld.research(
                        "brief",
                        Provision.builder(Effect.PERMIT)
                                .period(Interval.of(Instant.EPOCH, end))
                                .build()));
        left("one", extracts.world.programme);
        while (!Instant.now().isAfter(end)) {
            Thread.sleep(20);
        }

        assertThat(extracts.world.inTransaction(reconciliation::run)).isEqualTo(new Reconciliation.Found(1, 0, 0, 1));

        assertThat(open()).extracting(Erasure::reason).containsExactly(Reason.ENDED);
        assertThat(alerts()).as("they had said yes when it left").isEmpty();
    }

    @Test
    void runWhenSomebodyIsInAReleaseWhoHadNotSaidYesThenTheProgrammeIsStoppedAndGuardiansAreAlerted() {
        CountedWorld world = extracts.world;
        left("one", world.programme);
        world.person("no", "1980-01-01", "female", "LS1 4AP");
        world.chooses("no", CountedWorld.no());
        world.database
                .jdbc()
                .update("insert into candour.extracted (extract, run, patient, version, classes)"
                        + " select 'one', 1, patient, version, '{DETAILS}' from candour.snapshot where patient = 'no'");

        assertThat(world.inTransaction(reconciliation::run)).isEqualTo(new Reconciliation.Found(1, 0, 1, 1));

        assertThat(alerts()).containsExactly("X9906 UNINVITED 1");
        assertThat(world.programmes.find("programme").orElseThrow().status(Instant.now()))
                .isEqualTo(Programme.Status.STOPPED);
        assertThat(world.inTransaction(reconciliation::run)).isEqualTo(new Reconciliation.Found(1, 0, 0, 0));
    }

    @Test
    void runWhenTheDefaultsAreOthersNowThenNobodyIsCheckedAndNoProgrammeIsStopped() {
        ExtractWorld optOut = new ExtractWorld(place, Policy.standard().withSecondaryUses(Effect.PERMIT));
        for (int i = 0; i < 4; i++) {
            optOut.person("p" + i, CountedWorld.ASTHMA, "2025-06-01");
            optOut.world.chooses("p" + i);
        }
        optOut.made(optOut.airlock(), "one", optOut.world.programme);
        assertThat(optOut.letOut(optOut.airlock(), "one", optOut.world.programme))
                .isEqualTo(Reconciled.MAY_LEAVE);
        CountedWorld world = optOut.world;
        Willingness optIn = new Willingness(
                new ConsentEngine(Policy.standard()),
                world.snapshots,
                world.index,
                new Directory(world.database.jdbc()));
        Reconciliation night = new Reconciliation(
                world.database.jdbc(),
                world.questions,
                world.programmes,
                optIn,
                world.snapshots,
                world.incidents,
                new Withdrawals(
                        new Erasures(world.database.jdbc()),
                        world.programmes,
                        optIn,
                        world.snapshots,
                        optOut.rules(Dates.MONTH, Period.ofYears(10))));

        assertThat(world.inTransaction(night::run))
                .as("what nobody says yes to any more is to be erased")
                .isEqualTo(new Reconciliation.Found(0, 4, 0, 4));

        assertThat(world.incidents.known("one")).isEmpty();
        assertThat(world.programmes.find("programme").orElseThrow().decision(Programme.Outcome.STOPPED))
                .isEmpty();
    }

    /** Somebody who has not answered. */
    private String silent() {
        extracts.world.person("silent", "1980-01-01", "female", "LS1 4AP");
        extracts.world.chooses("silent");
        return "silent";
    }

    @Test
    void runWhenChoicesAreOthersNowThenTheyAreNotSaidToHaveBeenLookedAt() {
        left("one", extracts.world.programme);
        chooses("p3", CountedWorld.research("again", Provision.of(Effect.PERMIT)));
        extracts.world.database.transactions().executeWithoutResult(any -> extracts.world.snapshots.bumpEpoch());

        assertThat(extracts.world.inTransaction(reconciliation::run)).isEqualTo(new Reconciliation.Found(1, 1, 0, 0));

        for (int i = 0; i < 5; i++) {
            chooses("p" + i, CountedWorld.research("more", Provision.of(Effect.PERMIT)));
        }
        assertThat(extracts.world.inTransaction(() -> reconciliation.nightly(LocalDate.parse("2026-11-30"))))
                .contains(new Reconciliation.Found(0, 5, 0, 0));
        assertThat(extracts.world
                        .database
                        .jdbc()
                        .queryForObject("select unchecked from candour.reconciliation", Long.class))
                .isEqualTo(5);
        assertThat(reconciliation.latest().orElseThrow().found().unchecked()).isEqualTo(5);
    }

    @Test
    void runWhenRecordsMovedSinceThenWhatWasSaidIsCheckedAllTheSame() {
        CountedWorld world = extracts.world;
        left("one", world.programme);
        world.database
                .jdbc()
                .update(
                        "insert into candour.extracted (extract, run, patient, version, classes, choices)"
                                + " select 'one', 1, patient, version, '{DETAILS}', " + PeopleIn.CHOICES
                                + " from candour.snapshot s where patient = ?",
                        silent());
        for (String patient : List.of("p0", "p1", "p2", "p3", "p4", "silent")) {
            world.touched(patient);
        }

        assertThat(world.inTransaction(reconciliation::run)).isEqualTo(new Reconciliation.Found(1, 0, 1, 1));
    }

    @Test
    void runWhenSomethingIsJustLeavingToTheRecipientThenTheStopWaitsForIt() throws Exception {
        CountedWorld world = extracts.world;
        left("one", world.programme);
        world.database
                .jdbc()
                .update(
                        "insert into candour.extracted (extract, run, patient, version, classes)"
                                + " select 'one', 1, patient, version, '{DETAILS}' from candour.snapshot where patient = ?",
                        silent());
        CountDownLatch leaving = new CountDownLatch(1);
        CountDownLatch commit = new CountDownLatch(1);
        CompletableFuture<Void> guardian = CompletableFuture.runAsync(() -> inTransaction(() -> {
            world.questions.lock(CountedWorld.ODS);
            leaving.countDown();
            await(commit);
        }));
        await(leaving);
        CompletableFuture<Reconciliation.Found> night =
                CompletableFuture.supplyAsync(() -> world.inTransaction(reconciliation::run));
        world.awaitWaiting();
        assertThat(night).isNotDone();
        commit.countDown();
        guardian.get(10, TimeUnit.SECONDS);

        assertThat(night.get(10, TimeUnit.SECONDS).uninvited()).isEqualTo(1);
    }

    @Test
    void nightlyWhenTwoReplicasAreAtItThenItIsDoneOnce() throws Exception {
        left("one", extracts.world.programme);
        LocalDate night = LocalDate.parse("2026-11-30");
        CountDownLatch done = new CountDownLatch(1);
        CountDownLatch commit = new CountDownLatch(1);
        CompletableFuture<Void> first = CompletableFuture.runAsync(() -> inTransaction(() -> {
            assertThat(reconciliation.nightly(night)).isPresent();
            done.countDown();
            await(commit);
        }));
        await(done);

        assertThat(extracts.world.inTransaction(() -> reconciliation.nightly(night)))
                .as("another is at it")
                .isEmpty();
        commit.countDown();
        first.get(10, TimeUnit.SECONDS);
        assertThat(extracts.world.inTransaction(() -> reconciliation.nightly(night)))
                .as("it was done")
                .isEmpty();
        assertThat(extracts.world.inTransaction(() -> reconciliation.nightly(night.plusDays(1))))
                .isPresent();
    }

    @Test
    void nightlyWhenAServerEndsOnItsWayThenAnotherDoesIt() {
        LocalDate night = LocalDate.parse("2026-11-30");
        extracts.world.database.transactions().executeWithoutResult(status -> {
            assertThat(reconciliation.nightly(night)).isPresent();
            status.setRollbackOnly();
        });

        assertThat(extracts.world.inTransaction(() -> reconciliation.nightly(night)))
                .isPresent();
    }

    @Test
    void reconcileWhenItIsNotTimeYetThenNotYet() {
        inTransaction(() -> rounds(LocalTime.MAX).reconcile());
        assertThat(nights()).isZero();
        inTransaction(() -> rounds(LocalTime.MIN).reconcile());
        inTransaction(() -> rounds(LocalTime.MIN).reconcile());
        assertThat(nights()).isEqualTo(1);
    }

    private Long nights() {
        return extracts.world.database.jdbc().queryForObject("select count(*) from candour.reconciliation", Long.class);
    }
}
