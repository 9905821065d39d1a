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
import io.candour.release.Asked.State;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Parameters;

/**
 * {@code ResearchStudy/$review-extract}: a guardian who is not the asker lets an extract be made, and then lets it out; or
 * refuses either. It is let out as it was looked at, or not at all: where somebody's choices have moved since, it is made
 * anew. Safe for use by many threads.
 */
final class ReviewExtract implements Change {
    private static final int LONGEST = 1_000;

    private final Programmes programmes;
    private final Extracts extracts;
    private final Questions questions;
    private final ExtractAirlock airlock;
    private final SnapshotStore clock;
    private final FhirContext fhir;

    ReviewExtract(
            Programmes programmes,
            Extracts extracts,
            Questions questions,
            ExtractAirlock airlock,
            SnapshotStore clock,
            FhirContext fhir) {
        this.programmes = programmes;
        this.extracts = extracts;
        this.questions = questions;
        this.airlock = airlock;
        this.clock = clock;
        this.fhir = fhir;
    }

    @Override
    public String code() {
        return "review-extract";
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
        String id = invocation.text("extract").orElseThrow();
        Optional<Extract> known = extracts.find(id);
        if (known.isEmpty()) {
            return Answer.notThere(Answer.Evidence.NONE);
        }
        questions.lock(known.get().recipient());
        Extract extract = extracts.find(id).orElseThrow();
        Caller caller = invocation.token().caller();
        if (extract.asker().equals(caller.id())) {
            throw Refusal.unprocessable("extract", IssueType.BUSINESSRULE, "Nobody lets their own request through");
        }
        Decision decision = new Decision(
                extract.latest().map(Extract.Run::number).orElse(0),
                outcome.equals("approved"),
                clock.load(List.of()).now(),
                caller.id(),
                Words.name(caller),
                note);
        review(extract, decision, invocation.text("run").map(Integer::valueOf));
        Parameters answer = new Parameters();
        ExtractTasks.parts(
                answer.addParameter().setName("extract"), extracts.find(id).orElseThrow(), true);
        return Answer.about(List.of(), fhir.newJsonParser().encodeResourceToString(answer));
    }

    private void review(Extract extract, Decision decision, Optional<Integer> looked) {
        State state = extract.state();
        if (state == State.REFUSED || state == State.RELEASED) {
            throw decidedAlready();
        }
        if (!decision.approved()) {
            decide(extract, decision);
            return;
        }
        Programme programme = programmes.find(extract.programme()).orElseThrow();
        AskQuestion.checkRunning(programme, decision.at());
        switch (state) {
            case ASKED -> {
                decide(extract, decision);
                airlock.run(extract, programme);
            }
            case HELD -> airlock.run(extract, programme);
            case ANSWERED -> {
                if (!looked.equals(extract.latest().map(Extract.Run::number))) {
                    throw Refusal.unprocessable(
                            "run", IssueType.BUSINESSRULE, "Name the run that you looked at: the latest");
                }
                if (airlock.reconcile(extract, programme) == Reconciled.MAY_LEAVE) {
                    decide(extract, decision);
                }
            }
            case REFUSED, RELEASED -> throw decidedAlready();
        }
    }

    private void decide(Extract extract, Decision decision) {
        if (!extracts.decide(extract, decision)) {
            throw decidedAlready();
        }
    }

    private static RuntimeException decidedAlready() {
        return Refusal.unprocessable("extract", IssueType.BUSINESSRULE, "This was decided already");
    }
}
