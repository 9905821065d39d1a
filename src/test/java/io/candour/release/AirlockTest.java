package io.candour.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import io.candour.consent.Confidentiality;
import io.candour.consent.Directive;
import io.candour.consent.Effect;
import io.candour.consent.Interval;
import io.candour.consent.Policy;
import io.candour.consent.Provision;
import io.candour.release.Airlock.Reconciled;
import io.candour.release.Asked.Held;
import io.candour.release.Passing.Decision;
import io.candour.release.Passing.State;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What passes the airlock, on a real database: only an answer in which everybody says yes as it leaves. */
class AirlockTest {
    private final CountedWorld world = new CountedWorld(Policy.standard());
    private final Airlock airlock = world.airlock(new SmallNumbers(3, 2));

    @BeforeEach
    void people() {
        for (int i = 0; i < 8; i++) {
            world.person("p" + i, "1980-01-01", i < 4 ? "female" : "male", "LS1 4AP");
            world.chooses("p" + i, CountedWorld.yes());
        }
    }

    private Asked run(String id, Question question) {
        Asked asked = world.ask(id, question);
        world.database.transactions().executeWithoutResult(any -> airlock.run(asked, world.programme));
        return world.questions.find(id).orElseThrow();
    }

    private Reconciled letOut(String id) {
        return world.inTransaction(() -> {
            Asked asked = world.questions.find(id).orElseThrow();
            Reconciled reconciled = airlock.reconcile(asked, world.programme);
            if (reconciled == Reconciled.MAY_LEAVE) {
                world.questions.decide(
                        asked,
                        new Decision(
                                asked.latest().orElseThrow().number(),
                                true,
                                Instant.now(),
                                "guardian",
                                "Demo Guardian",
                                Optional.empty()));
            }
            return reconciled;
        });
    }

    private State state(String id) {
        return world.questions.find(id).orElseThrow().state();
    }

    private Long counted(String id, int run, String patient) {
        return world.database
                .jdbc()
                .queryForObject(
                        "select count(*) from candour.counted where question = ? and run = ? and patient = ?",
                        Long.class,
                        id,
                        run,
                        patient);
    }

    @Test
    void runWhenAllSayYesThenTheAnswerWaitsAndLeavesAsItWas() {
        Asked asked = run("q", CountedWorld.question());

        assertThat(asked.state()).isEqualTo(State.ANSWERED);
        assertThat(asked.latest().orElseThrow().cells()).containsExactly(new Asked.Cell(List.of(), Optional.of(8)));
        assertThat(letOut("q")).isEqualTo(Reconciled.MAY_LEAVE);
        assertThat(state("q")).isEqualTo(State.RELEASED);
        assertThat(world.ledger.of("p3", 10).get(0).released()).isPresent();
    }

    @Test
    void reconcileWhenSomebodyWithdrewSinceThenTheQuestionIsPutAnewWithoutThem() {
        run("q", CountedWorld.question());
        world.chooses("p3", CountedWorld.no());

        assertThat(letOut("q")).isEqualTo(Reconciled.RUN_AGAIN);

        assertThat(state("q")).isEqualTo(State.ANSWERED);
        assertThat(world.questions
                        .find("q")
                        .orElseThrow()
                        .latest()
                        .orElseThrow()
                        .number())
                .isEqualTo(2);
        assertThat(counted("q", 2, "p3")).isZero();
        assertThat(letOut("q")).isEqualTo(Reconciled.MAY_LEAVE);
        assertThat(world.ledger.of("p3", 10).get(0).released())
                .as("what left was without them")
                .isEmpty();
    }

    @Test
    void reconcileWhenAYesHasRunOutThenTheQuestionIsPutAnew() throws InterruptedException {
        Instant end = Instant.now().plusSeconds(3).truncatedTo(ChronoUnit.MICROS);
        Directive brief = CountedWorld.research(
                "brief",
                Provision.builder(Effect.PERMIT)
                        .period(Interval.of(Instant.EPOCH, end))
                        .build());
        world.chooses("p3", brief);
        run("q", CountedWorld.question());
        assertThat(counted("q", 1, "p3")).isEqualTo(1);
        while (Instant.now().isBefore(end)) {
            Thread.sleep(20);
        }

        assertThat(letOut("q")).isEqualTo(Reconciled.RUN_AGAIN);
        assertThat(counted("q", 2, "p3")).isZero();
    }

    private int runs(String id) {
        return world.questions.find(id).orElseThrow().run().orElseThrow();
    }

    @Test
    void reconcileWhenRecordsAndMembershipsMovedAndAllStillSayYesThenTheAnswerLeavesAsItWas() {
        for (int i = 0; i < 8; i++) {
            world.condition("c" + i, "p" + i, CountedWorld.ASTHMA);
        }
        run("q", CountedWorld.question(new Criterion.HasCondition(List.of(CountedWorld.ASTHMA))));
        world.touched("p3");
        world.chooses("p4", CountedWorld.research("again", Provision.of(Effect.PERMIT)));
        world.condition("new", "p5", CountedWorld.COLD);
        world.database.transactions().executeWithoutResult(any -> world.snapshots.bumpEpoch());

        assertThat(letOut("q")).isEqualTo(Reconciled.MAY_LEAVE);

        assertThat(state("q")).isEqualTo(State.RELEASED);
        assertThat(runs("q")).isEqualTo(1);
    }

    @Test
    void reconcileWhenWhatSomebodyWasCountedForIsClosedNowThenTheQuestionIsPutAnew() {
        for (int i = 0; i < 8; i++) {
            world.condition("c" + i, "p" + i, CountedWorld.ASTHMA);
        }
        Question question = CountedWorld.question(new Criterion.HasCondition(List.of(CountedWorld.ASTHMA)));
        run("q", question);
        world.item(
                CountedWorld.labelled(
                        Objects.requireNonNull(world.items.get("Condition/c3")), Confidentiality.R, Set.of()),
                "{}");
        world.touched("p3");

        assertThat(letOut("q")).as("a label").isEqualTo(Reconciled.RUN_AGAIN);
        assertThat(counted("q", 2, "p3")).isZero();

        world.chooses(
                "p4",
                CountedWorld.yes(),
                CountedWorld.research(
                        "not-that",
                        Provision.builder(Effect.DENY)
                                .instances(Set.of("Condition/c4"))
                                .build()));
        assertThat(letOut("q")).as("a choice").isEqualTo(Reconciled.RUN_AGAIN);
        assertThat(counted("q", 3, "p4")).isZero();

        world.forget(List.of(Objects.requireNonNull(world.items.get("Condition/c5"))));
        world.touched("p5");
        assertThat(letOut("q")).as("it is gone").isEqualTo(Reconciled.RUN_AGAIN);
        assertThat(letOut("q")).isEqualTo(Reconciled.MAY_LEAVE);
        assertThat(counted("q", 4, "p6")).isEqualTo(1);
    }

    @Test
    void reconcileWhenSomebodyIsInAnotherGroupNowThenTheQuestionIsPutAnew() {
        run("q", new Question(List.of(), List.of(Question.Breakdown.SEX), Optional.empty(), Optional.empty()));
        world.person("p3", "1980-01-01", "male", "LS1 4AP");
        world.touched("p3");

        assertThat(letOut("q")).isEqualTo(Reconciled.RUN_AGAIN);
    }

    @Test
    void reconcileWhenTheRecipientHasAnotherNameSinceThenTheQuestionIsPutAnew() {
        world.chooses(
                "p3",
                CountedWorld.yes(),
                CountedWorld.research(
                        "not-them",
                        Provision.builder(Effect.DENY)
                                .actors(Set.of("Organization/university"))
                                .build()));
        run("named", CountedWorld.question(new Criterion.LivesIn("LS")));
        assertThat(counted("named", 1, "p3")).isEqualTo(1);
        world.named("university");

        assertThat(letOut("named")).isEqualTo(Reconciled.RUN_AGAIN);
        assertThat(counted("named", 2, "p3")).isZero();
    }

    @Test
    void reconcileWhenARunRestedOnNobodyKnowsWhatThenTheQuestionIsPutAnew() {
        run("q", CountedWorld.question());
        world.database.jdbc().update("update candour.question_run set ground = null");

        assertThat(letOut("q")).isEqualTo(Reconciled.RUN_AGAIN);
        assertThat(letOut("q")).isEqualTo(Reconciled.MAY_LEAVE);
    }

    @Test
    void reconcileWhenSomethingHasRunOutThatNoYesRestsOnThenTheAnswerLeaves() throws InterruptedException {
        Instant end = Instant.now().plusSeconds(3).truncatedTo(ChronoUnit.MICROS);
        world.chooses(
                "p3",
                CountedWorld.yes(),
                CountedWorld.research(
                        "brief",
                        Provision.builder(Effect.PERMIT)
                                .period(Interval.of(Instant.EPOCH, end))
                                .build()));
        run("q", CountedWorld.question());
        while (Instant.now().isBefore(end)) {
            Thread.sleep(20);
        }

        assertThat(letOut("q")).isEqualTo(Reconciled.MAY_LEAVE);
        assertThat(runs("q")).isEqualTo(1);
    }

    @Test
    void reconcileWhenAnItemTellsOfSomebodyElsesThenNobodyIsCountedForIt() {
        for (int i = 0; i < 8; i++) {
            world.condition("c" + i, "p" + i, CountedWorld.ASTHMA, i == 3 ? Set.of("Condition/c4") : Set.of());
        }

        run("q", CountedWorld.question(new Criterion.HasCondition(List.of(CountedWorld.ASTHMA))));

        assertThat(counted("q", 1, "p3")).isZero();
        assertThat(counted("q", 1, "p4")).isEqualTo(1);
    }

    @Test
    void reconcileWhenSomebodyIsInItWhoNeverSaidYesThenItDoesNotLeave() {
        world.person("no", "1980-01-01", "female", "LS1 4AP");
        world.chooses("no", CountedWorld.no());
        run("q", CountedWorld.question());
        assertThat(counted("q", 1, "no")).isZero();
        world.database
                .jdbc()
                .update("insert into candour.counted (question, run, patient, version, cell, told)"
                        + " select 'q', 1, patient, version, 0, true from candour.snapshot where patient = 'no'");

        assertThat(letOut("q")).isEqualTo(Reconciled.INCIDENT);

        assertThat(state("q")).isEqualTo(State.HELD);
        assertThat(world.questions
                        .find("q")
                        .orElseThrow()
                        .latest()
                        .orElseThrow()
                        .held())
                .contains(Held.INCIDENT);
        assertThat(world.database
                        .jdbc()
                        .queryForList("select unnest(patients) from candour.release_incident", String.class))
                .containsExactly("no");
    }

    @Test
    void runWhenTheCohortIsNearlyOneThatWasToldThenItIsHeld() {
        run("all", CountedWorld.question());
        letOut("all");
        world.chooses("p3", CountedWorld.no());

        Asked nearly = run("nearly", CountedWorld.question(new Criterion.LivesIn("LS")));

        assertThat(nearly.state()).isEqualTo(State.HELD);
        assertThat(nearly.latest().orElseThrow().held()).contains(Held.DIFFERENCING);
        assertThat(nearly.latest().orElseThrow().cells()).isEmpty();
        world.chooses("p3", CountedWorld.yes());
        world.database.transactions().executeWithoutResult(any -> airlock.run(nearly, world.programme));
        assertThat(state("nearly")).as("the very same people live in LS").isEqualTo(State.HELD);
    }

    private static Question by(Question question, Question.Breakdown by) {
        return new Question(question.cohort(), List.of(by), question.from(), question.until());
    }

    @Test
    void runWhenAllInAGroupAreSoThenItIsHeldHoweverItIsCountedOut() {
        run("female", CountedWorld.question(new Criterion.OfSex("female")));
        assertThat(letOut("female")).isEqualTo(Reconciled.MAY_LEAVE);
        for (int i = 4; i < 8; i++) {
            world.condition("c" + i, "p" + i, CountedWorld.ASTHMA);
        }
        Criterion ill = new Criterion.HasCondition(List.of(CountedWorld.ASTHMA));
        Criterion male = new Criterion.OfSex("male");
        assertThat(run("male", CountedWorld.question(male)).state()).isEqualTo(State.ANSWERED);
        assertThat(letOut("male")).isEqualTo(Reconciled.MAY_LEAVE);

        assertThat(run("ill", CountedWorld.question(male, ill)).state()).isEqualTo(State.HELD);
        assertThat(run("by sex", by(CountedWorld.question(), Question.Breakdown.SEX))
                        .state())
                .as("a group of two is one that was told")
                .isEqualTo(State.HELD);
        assertThat(run("all", CountedWorld.question()).state())
                .as("more people than before")
                .isEqualTo(State.ANSWERED);
    }

    @Test
    void runWhenAllGroupsTogetherAreThoseThatWereToldThenItIsHeldIfItAsksSomethingElse() {
        run("all", CountedWorld.question());
        letOut("all");
        for (int i = 0; i < 8; i++) {
            world.condition("c" + i, "p" + i, CountedWorld.ASTHMA);
        }

        assertThat(run("by sex", by(CountedWorld.question(), Question.Breakdown.SEX))
                        .state())
                .isEqualTo(State.ANSWERED);
        assertThat(run(
                                "ill by sex",
                                by(
                                        CountedWorld.question(new Criterion.HasCondition(List.of(CountedWorld.ASTHMA))),
                                        Question.Breakdown.SEX))
                        .state())
                .isEqualTo(State.HELD);
    }

    @Test
    void runWhenNobodyIsSoOfThoseWhoWereToldThenItIsHeldAndOfEverybodyItIsNot() {
        Criterion ill = new Criterion.HasCondition(List.of(CountedWorld.ASTHMA));
        Criterion female = new Criterion.OfSex("female");
        run("all", CountedWorld.question());
        letOut("all");
        assertThat(run("nobody", CountedWorld.question(ill)).state()).isEqualTo(State.ANSWERED);
        run("female", CountedWorld.question(female));
        letOut("female");

        assertThat(run("ill", CountedWorld.question(female, ill)).state()).isEqualTo(State.HELD);
        assertThat(run("ill by age", by(CountedWorld.question(female, ill), Question.Breakdown.AGE_BAND))
                        .state())
                .isEqualTo(State.HELD);
        world.condition("c0", "p0", CountedWorld.ASTHMA);
        assertThat(run("one", CountedWorld.question(ill, female, new Criterion.LivesIn("LS")))
                        .state())
                .isEqualTo(State.ANSWERED);
        assertThat(letOut("one")).as("masked, not nobody").isEqualTo(Reconciled.MAY_LEAVE);
    }

    @Test
    void reconcileWhenAnotherAnswerLeftInBetweenThenBothTogetherCount() {
        run("one", CountedWorld.question());
        world.chooses("p3", CountedWorld.no());
        run("two", CountedWorld.question(new Criterion.LivesIn("LS")));
        assertThat(letOut("two")).isEqualTo(Reconciled.MAY_LEAVE);
        world.chooses("p3", CountedWorld.yes());

        assertThat(letOut("one")).isEqualTo(Reconciled.RUN_AGAIN);

        assertThat(state("one")).isEqualTo(State.HELD);
    }

    @Test
    void reconcileWhenSomebodyWithdrawsRightNowThenItWaitsAndDoesNotLeave() throws Exception {
        run("q", CountedWorld.question());
        CountDownLatch withdrawing = new CountDownLatch(1);
        CountDownLatch commit = new CountDownLatch(1);
        CompletableFuture<Void> writer =
                CompletableFuture.runAsync(() -> world.database.transactions().executeWithoutResult(any -> {
                    world.snapshots.lock(List.of("p3"));
                    world.chooses("p3", CountedWorld.no());
                    withdrawing.countDown();
                    await(commit);
                }));
        await(withdrawing);
        CompletableFuture<Reconciled> leaving = CompletableFuture.supplyAsync(() -> letOut("q"));
        world.awaitWaiting();
        assertThat(leaving).as("waits for the withdrawal").isNotDone();
        commit.countDown();
        writer.get(5, TimeUnit.SECONDS);

        assertThatThrownBy(() -> leaving.get(5, TimeUnit.SECONDS))
                .hasCauseInstanceOf(BaseServerResponseException.class)
                .hasMessageContaining("try again");
        assertThat(state("q")).isEqualTo(State.ANSWERED);
        assertThat(letOut("q")).isEqualTo(Reconciled.RUN_AGAIN);
    }

    /** Has something happen to somebody's snapshot between the first look and the last. */
    private CompletableFuture<Reconciled> letOutWhile(Runnable happening) throws Exception {
        CountDownLatch happened = new CountDownLatch(1);
        CountDownLatch commit = new CountDownLatch(1);
        CompletableFuture<Void> writer =
                CompletableFuture.runAsync(() -> world.database.transactions().executeWithoutResult(any -> {
                    happening.run();
                    happened.countDown();
                    await(commit);
                }));
        await(happened);
        CompletableFuture<Reconciled> leaving = CompletableFuture.supplyAsync(() -> letOut("q"));
        world.awaitWaiting();
        assertThat(leaving).isNotDone();
        commit.countDown();
        writer.get(5, TimeUnit.SECONDS);
        return leaving;
    }

    @Test
    void reconcileWhenSomebodysRecordMovesRightNowThenItWaitsAndLeaves() throws Exception {
        run("q", CountedWorld.question());

        CompletableFuture<Reconciled> leaving = letOutWhile(() -> world.snapshots.bump(List.of("p3")));

        assertThat(leaving.get(5, TimeUnit.SECONDS)).isEqualTo(Reconciled.MAY_LEAVE);
        assertThat(runs("q")).isEqualTo(1);
    }

    @Test
    void reconcileWhenTheRecipientGetsANameRightNowThenItWaitsAndDoesNotLeave() throws Exception {
        run("q", CountedWorld.question());

        CompletableFuture<Reconciled> leaving = letOutWhile(() -> world.named("university"));

        assertThatThrownBy(() -> leaving.get(5, TimeUnit.SECONDS))
                .hasCauseInstanceOf(BaseServerResponseException.class)
                .hasMessageContaining("try again");
        assertThat(state("q")).isEqualTo(State.ANSWERED);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
