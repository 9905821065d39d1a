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
import io.candour.release.Passing.Decision;
import io.candour.release.Passing.State;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;

/**
 * What a guardian who is not the asker says of what passes: yes to what was asked, which puts it to the records; and then to
 * what came of it, which lets it out; or no to either. It is let out as it was looked at, or not at all: where
 * somebody does not say yes any more to what is in it, it is made anew. Safe for use by many threads.
 */
abstract class Review<P extends Passing> implements Change {
    private static final int LONGEST = 1_000;

    private final Parts parts;
    private final String name;

    /** What every review asks. */
    record Parts(
            Programmes programmes, Questions questions, Accounts accounts, SnapshotStore clock, FhirContext fhir) {}

    /** @param name what the parameter is called that names one: question or extract */
    Review(Parts parts, String name) {
        this.parts = parts;
        this.name = name;
    }

    abstract Optional<P> find(String id);

    /** Keeps what was said; returns whether nobody said so before, or the contrary. */
    abstract boolean keep(P passing, Decision decision);

    /** Puts it to the records. */
    abstract void run(P passing, Programme programme);

    abstract Reconciled reconcile(P passing, Programme programme);

    abstract void tell(ParametersParameterComponent part, P passing);

    /** What an asker is told who reviews their own. */
    abstract String ownWords();

    /** What a guardian is told who looked at another run than the latest. */
    abstract String lookedWords();

    @Override
    public final String code() {
        return "review-" + name;
    }

    @Override
    public final Answer carryOut(Invocation invocation, ResourceWriter resources) {
        String outcome = invocation.text("outcome").orElse("");
        if (!outcome.equals("approved") && !outcome.equals("refused")) {
            throw Refusal.invalid("outcome", "An outcome is approved or refused");
        }
        Optional<String> note = invocation.text("note").isPresent()
                ? Optional.of(invocation.words("note", "A note", LONGEST))
                : Optional.empty();
        String id = invocation.text(name).orElseThrow();
        Optional<P> known = find(id);
        if (known.isEmpty()) {
            return Answer.notThere(Answer.Evidence.NONE);
        }
        parts.questions().lock(known.get().recipient());
        P passing = find(id).orElseThrow();
        Caller caller = invocation.token().caller();
        if (parts.accounts().isOwn(passing.asker(), caller)) {
            throw Refusal.unprocessable(name, IssueType.BUSINESSRULE, ownWords());
        }
        if (caller.organisation().equals(Optional.of(passing.recipient()))) {
            throw Refusal.unprocessable(
                    name, IssueType.BUSINESSRULE, "Nobody lets something through to their own organisation");
        }
        Decision decision = new Decision(
                passing.run().orElse(0),
                outcome.equals("approved"),
                parts.clock().load(List.of()).now(),
                caller.id(),
                Words.name(caller),
                note);
        review(passing, decision, invocation.text("run").map(Integer::valueOf));
        Parameters answer = new Parameters();
        tell(answer.addParameter().setName(name), find(id).orElseThrow());
        return Answer.about(List.of(), parts.fhir().newJsonParser().encodeResourceToString(answer));
    }

    private void review(P passing, Decision decision, Optional<Integer> looked) {
        State state = passing.state();
        if (state == State.REFUSED || state == State.RELEASED) {
            throw decidedAlready();
        }
        if (!decision.approved()) {
            decide(passing, decision);
            return;
        }
        Programme programme = checkRunning(passing);
        switch (state) {
            case ASKED -> {
                decide(passing, decision);
                run(passing, programme);
            }
            case HELD -> run(passing, programme);
            case ANSWERED -> {
                if (!looked.equals(passing.run())) {
                    throw Refusal.unprocessable("run", IssueType.BUSINESSRULE, lookedWords());
                }
                if (reconcile(passing, programme) == Reconciled.MAY_LEAVE) {
                    parts.programmes().keepFromStopping(programme.id());
                    checkRunning(passing);
                    decide(passing, decision);
                }
            }
            case REFUSED, RELEASED -> throw decidedAlready();
        }
    }

    private Programme checkRunning(P passing) {
        Programme programme = parts.programmes().find(passing.programme()).orElseThrow();
        AskQuestion.checkRunning(programme, parts.clock().load(List.of()).now());
        return programme;
    }

    private void decide(P passing, Decision decision) {
        if (!keep(passing, decision)) {
            throw decidedAlready();
        }
    }

    private RuntimeException decidedAlready() {
        return Refusal.unprocessable(name, IssueType.BUSINESSRULE, "This was decided already");
    }
}
