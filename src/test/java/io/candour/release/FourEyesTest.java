package io.candour.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import io.candour.consent.Caller;
import io.candour.consent.CallerKind;
import io.candour.consent.Policy;
import io.candour.enforcement.Change;
import io.candour.enforcement.Invoked;
import io.candour.identity.Directory;
import io.candour.release.Passing.State;
import io.candour.release.Programme.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who registers, asks, lets in and lets out, as they say it: never one person both, nor two things at once. */
class FourEyesTest {
    private static final FhirContext FHIR = FhirContext.forR4Cached();

    private final CountedWorld world = new CountedWorld(Policy.standard());
    private final Accounts accounts = new Accounts(world.database.jdbc());
    private final Reports reports = new Reports(ZoneOffset.UTC);
    private final Studies studies = new Studies(world.programmes, world.ledger, world.extracts, world.snapshots);
    private final Change register = new RegisterProgramme(
            world.programmes,
            accounts,
            studies,
            world.snapshots,
            Policy.standard(),
            new ReleaseRules(Duration.ofDays(28), 3, 2, LocalTime.MIN, Duration.ofMinutes(5)),
            ZoneOffset.UTC,
            FHIR);
    private final Change decide = new DecideProgramme(world.programmes, accounts, studies, world.snapshots, FHIR);
    private final Change ask =
            new AskQuestion(world.programmes, world.questions, accounts, reports, world.snapshots, FHIR);
    private final Change review = new ReviewQuestion(
            new Review.Parts(world.programmes, world.questions, accounts, world.snapshots, FHIR),
            world.questions,
            world.airlock(new SmallNumbers(3, 2)),
            reports);
    private final Caller guardian = staff("guardian", "X9901", "1");
    private final Caller researcher = staff("researcher", CountedWorld.ODS, "2");

    @BeforeEach
    void people() {
        for (int i = 0; i < 8; i++) {
            world.person("p" + i, "1980-01-01", "female", "LS1 4AP");
            world.chooses("p" + i, CountedWorld.yes());
        }
    }

    private static Caller staff(String id, String ods, String staff) {
        return new Caller(
                CallerKind.GUARDIAN,
                id,
                "Demo " + id,
                Optional.of(ods),
                Set.of(),
                "portal",
                Set.of(),
                Set.of(Directory.ODS_CODE + "|" + ods, Directory.SDS_USER_ID + "|" + staff),
                Optional.empty());
    }

    private void does(Change change, Caller caller, String... parameters) {
        StringBuilder body = new StringBuilder("{'resourceType': 'Parameters', 'parameter': [");
        for (int i = 0; i < parameters.length; i += 2) {
            String[] name = parameters[i].split(":");
            body.append(i == 0 ? "" : ", ")
                    .append("{'name': '%s', 'value%s': %s}"
                            .formatted(
                                    name[0],
                                    name[1],
                                    name[1].equals("Boolean") || name[1].equals("Integer")
                                            ? parameters[i + 1]
                                            : "'" + parameters[i + 1] + "'"));
        }
        world.database
                .transactions()
                .executeWithoutResult(any -> Invoked.carriedOut(
                        change, caller, body.append("]}").toString().replace('\'', '"')));
    }

    private void registers(Caller caller, String purpose, boolean commercial) {
        does(
                register,
                caller,
                "organisation:String",
                "X9908",
                "organisationName:String",
                "Health Ltd",
                "organisationType:Code",
                "charity",
                "title:String",
                "Another",
                "description:String",
                "To find out",
                "purpose:Code",
                purpose,
                "legalBasis:String",
                "Consent",
                "fee:String",
                "None",
                "commercial:Boolean",
                Boolean.toString(commercial),
                "category:Code",
                "conditions",
                "start:Date",
                LocalDate.now(ZoneOffset.UTC).toString(),
                "end:Date",
                LocalDate.now(ZoneOffset.UTC).plusYears(1).toString());
    }

    private String registered() {
        return world.programmes.all().stream()
                .map(Programme::id)
                .filter(id -> !id.equals(world.programme.id()))
                .findFirst()
                .orElseThrow();
    }

    private void decides(Caller caller, String programme, Outcome outcome) {
        does(
                decide,
                caller,
                "programme:String",
                programme,
                "outcome:Code",
                outcome.name().toLowerCase(Locale.ROOT),
                "note:String",
                "As discussed");
    }

    private void runs() {
        world.database
                .jdbc()
                .update(
                        """
                        insert into candour.programme_decision
                            (programme, outcome, at, by_id, by_name, note, opens, registered_by, starts, ends, notice)
                        select id, 'APPROVED', starts - notice, 'guardian2', '', '', starts, registered_by, starts, ends, notice
                        from candour.programme
                        """);
    }

    private String asked() {
        does(ask, researcher, "programme:String", world.programme.id(), "reason:String", "To know");
        return world.questions.latest(Optional.empty(), 1).get(0).id();
    }

    private void reviews(Caller caller, String question, String... more) {
        List<String> parameters = new ArrayList<>(List.of("question:String", question, "outcome:Code", "approved"));
        parameters.addAll(List.of(more));
        does(review, caller, parameters.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource({"HOPERAT, true, false", "HOPERAT, false, true", "HRESCH, true, true"})
    void registerWhenItIsCommercialThenItIsNotCalledPlanning(String purpose, boolean commercial, boolean may) {
        if (may) {
            registers(guardian, purpose, commercial);
            assertThat(world.programmes.find(registered()).orElseThrow().purpose())
                    .isEqualTo(purpose);
        } else {
            assertThatThrownBy(() -> registers(guardian, purpose, commercial))
                    .isInstanceOf(UnprocessableEntityException.class)
                    .hasMessageContaining("commercial");
        }
    }

    @Test
    void decideWhenByTheSamePersonWithAnotherAccountOrOfTheRecipientThenItIsRefused() {
        registers(guardian, "HRESCH", false);

        assertThatThrownBy(() -> decides(staff("second account", "X9902", "1"), registered(), Outcome.APPROVED))
                .hasMessageContaining("they registered");
        assertThatThrownBy(() -> decides(staff("guardian2", "X9908", "3"), registered(), Outcome.APPROVED))
                .hasMessageContaining("their own organisation");

        decides(staff("guardian2", "X9901", "3"), registered(), Outcome.APPROVED);
        assertThat(world.programmes.find(registered()).orElseThrow().opens()).isPresent();
    }

    @Test
    void reviewWhenByTheSamePersonWithAnotherAccountOrOfTheRecipientThenItIsRefused() {
        runs();
        String question = asked();

        assertThatThrownBy(() -> reviews(staff("second account", "X9901", "2"), question))
                .hasMessageContaining("their own question");
        assertThatThrownBy(() -> reviews(staff("guardian2", CountedWorld.ODS, "3"), question))
                .hasMessageContaining("their own organisation");

        assertThat(world.questions.find(question).orElseThrow().state()).isEqualTo(State.ASKED);
        reviews(guardian, question);
        assertThat(world.questions.find(question).orElseThrow().state()).isEqualTo(State.ANSWERED);
    }

    @Test
    void reviewWhenTheProgrammeIsBeingStoppedThenItWaitsAndDoesNotLeave() throws Exception {
        runs();
        String question = asked();
        reviews(guardian, question);
        CompletableFuture<Void> leaving;
        try (AutoCloseable stopping = busy(this::stops)) {
            assertThat(stopping).isNotNull();
            leaving = CompletableFuture.runAsync(() -> reviews(guardian, question, "run:Integer", "1"));
            world.awaitWaiting();
        }

        assertThatThrownBy(() -> leaving.get(10, TimeUnit.SECONDS)).hasMessageContaining("does not run");
        assertThat(world.questions.find(question).orElseThrow().state()).isEqualTo(State.ANSWERED);
    }

    @Test
    void decideWhenAnAnswerIsBeingLetOutThenTheStopComesAfterIt() throws Exception {
        runs();
        CompletableFuture<Void> stopping;
        try (AutoCloseable leaving = busy(() -> world.programmes.keepFromStopping(world.programme.id()))) {
            assertThat(leaving).isNotNull();
            stopping = CompletableFuture.runAsync(() -> decides(guardian, world.programme.id(), Outcome.STOPPED));
            world.awaitWaiting();
            assertThat(stopping).isNotDone();
        }

        stopping.get(10, TimeUnit.SECONDS);
        assertThat(world.programmes.find(world.programme.id()).orElseThrow().status(Instant.now()))
                .isEqualTo(Programme.Status.STOPPED);
    }

    private void stops() {
        world.programmes.decide(
                world.programme,
                new Programme.Decided(
                        Outcome.STOPPED, Instant.now(), "guardian2", "Guardian", "Why", Optional.empty()));
    }

    @Test
    void askWhenAQuestionRunsThenItIsNotWaitedForForLong() throws Exception {
        runs();
        try (AutoCloseable busy = busy(() -> world.questions.lock(CountedWorld.ODS))) {
            assertThat(busy).isNotNull();
            assertThatThrownBy(this::asked).satisfies(FourEyesTest::isUnavailable);
        }

        assertThatCode(this::asked).doesNotThrowAnyException();
    }

    private static void isUnavailable(Throwable refusal) {
        assertThat(refusal).isInstanceOf(BaseServerResponseException.class);
        BaseServerResponseException response = (BaseServerResponseException) refusal;
        assertThat(response.getStatusCode()).isEqualTo(503);
        assertThat(response.getResponseHeaders()).containsKey("Retry-After");
    }

    /** Somebody who has done this in a transaction, which lasts until it is closed. */
    private AutoCloseable busy(Runnable work) throws InterruptedException {
        CountDownLatch locked = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        CompletableFuture<Void> other =
                CompletableFuture.runAsync(() -> world.database.transactions().executeWithoutResult(any -> {
                    work.run();
                    locked.countDown();
                    try {
                        assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }));
        assertThat(locked.await(10, TimeUnit.SECONDS)).isTrue();
        return () -> {
            done.countDown();
            other.get(10, TimeUnit.SECONDS);
        };
    }
}
