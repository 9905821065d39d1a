package io.candour.release;

import ca.uhn.fhir.context.FhirContext;
import io.candour.choice.SnapshotStore;
import io.candour.consent.Caller;
import io.candour.enforcement.Answer;
import io.candour.enforcement.Change;
import io.candour.enforcement.Invocation;
import io.candour.enforcement.Refusal;
import io.candour.enforcement.ResourceWriter;
import io.candour.release.Airlock.Reconciled;
import io.candour.release.Asked.Decision;
import io.candour.release.Asked.Run;
import io.candour.release.Asked.State;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;

/**
 * {@code ResearchStudy/$review-question}: a guardian who is not the asker approves a question, which puts it to the records;
 * and then its answer, which lets it out; or refuses either. An answer is let out as it was looked at, or not at all: where
 * somebody's choices have moved since, there is a new one to look at. Safe for use by many threads.
 */
final class ReviewQuestion implements Change {
    private static final int LONGEST = 1_000;

    private final Programmes programmes;
    private final Questions questions;
    private final Airlock airlock;
    private final Reports reports;
    private final SnapshotStore clock;
    private final FhirContext fhir;

    ReviewQuestion(
            Programmes programmes,
            Questions questions,
            Airlock airlock,
            Reports reports,
            SnapshotStore clock,
            FhirContext fhir) {
        this.programmes = programmes;
        this.questions = questions;
        this.airlock = airlock;
        this.reports = reports;
        this.clock = clock;
        this.fhir = fhir;
    }

    @Override
    public String code() {
        return "review-question";
    }

    @Override
    public Answer carryOut(Invocation invocation, ResourceWriter resources) {
        String outcome = invocation.text("outcome").orElse("");
        if (!outcome.equals("approved") && !outcome.equals("refused")) {
            throw Refusal.invalid("outcome", "An outcome is approved or refused");
        }
        Optional<String> note = invocation.text("note").isPresent()
                ? Optional.of(invocation.words("note", "A note", LONGEST))
                : Optional.empty();
        String id = invocation.text("question").orElseThrow();
        Optional<Asked> known = questions.find(id);
        if (known.isEmpty()) {
            return Answer.notThere(Answer.Evidence.NONE);
        }
        questions.lock(known.get().recipient());
        Asked asked = questions.find(id).orElseThrow();
        Caller caller = invocation.token().caller();
        if (asked.asker().equals(caller.id())) {
            throw Refusal.unprocessable("question", IssueType.BUSINESSRULE, "Nobody lets their own question through");
        }
        Decision decision = new Decision(
                asked.latest().map(Run::number).orElse(0),
                outcome.equals("approved"),
                clock.load(List.of()).now(),
                caller.id(),
                Words.name(caller),
                note);
        review(asked, decision, invocation.text("run").map(Integer::valueOf));
        Parameters answer = new Parameters();
        ParametersParameterComponent part = answer.addParameter().setName("question");
        reports.parts(part, questions.find(id).orElseThrow(), true);
        return Answer.about(List.of(), fhir.newJsonParser().encodeResourceToString(answer));
    }

    private void review(Asked asked, Decision decision, Optional<Integer> looked) {
        State state = asked.state();
        if (state == State.REFUSED || state == State.RELEASED) {
            throw decidedAlready();
        }
        if (!decision.approved()) {
            decide(asked, decision);
            return;
        }
        Programme programme = programmes.find(asked.programme()).orElseThrow();
        AskQuestion.checkRunning(programme, decision.at());
        switch (state) {
            case ASKED -> {
                decide(asked, decision);
                airlock.run(asked, programme);
            }
            case HELD -> airlock.run(asked, programme);
            case ANSWERED -> {
                if (!looked.equals(asked.latest().map(Run::number))) {
                    throw Refusal.unprocessable(
                            "run", IssueType.BUSINESSRULE, "Name the run whose answer you looked at: the latest");
                }
                if (airlock.reconcile(asked, programme) == Reconciled.MAY_LEAVE) {
                    decide(asked, decision);
                }
            }
            case REFUSED, RELEASED -> throw decidedAlready();
        }
    }

    private void decide(Asked asked, Decision decision) {
        if (!questions.decide(asked, decision)) {
            throw decidedAlready();
        }
    }

    private static RuntimeException decidedAlready() {
        return Refusal.unprocessable("question", IssueType.BUSINESSRULE, "This was decided already");
    }
}
