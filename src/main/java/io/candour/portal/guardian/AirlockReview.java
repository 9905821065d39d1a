package io.candour.portal.guardian;

import io.candour.portal.Visitor;
import io.candour.portal.form.OwnWords;
import io.candour.portal.form.Problems;
import io.candour.portal.form.Typed;
import io.candour.portal.research.Passing;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.StringType;

/**
 * What a guardian says of what somebody asked for, or of what is to leave.
 *
 * @param name what the API calls it: question or extract
 */
record AirlockReview(Passing passing, String name) {
    private static final List<String> OUTCOMES = List.of("approved", "refused");

    /** What this visitor can say of it now; nobody lets their own question through. */
    List<String> outcomes(Visitor visitor) {
        return visitor.isGuardian() && passing.isOpen() && !isAskedBy(visitor) ? OUTCOMES : List.of();
    }

    boolean isAskedBy(Visitor visitor) {
        return passing.asker().equals(visitor.subject());
    }

    /** What it is about now: what was asked, what waits to leave, or what is held. */
    String stage() {
        return switch (passing.state()) {
            case "in-progress" -> "answer";
            case "on-hold" -> "held";
            default -> "question";
        };
    }

    /** What {@code $review-question} and {@code $review-extract} take; empty, with what is wrong added, where the form is not complete. */
    Optional<Parameters> read(Typed typed, List<String> outcomes, Problems problems) {
        if (outcomes.isEmpty()) {
            problems.add("", "guardian.problem." + name);
            return Optional.empty();
        }
        String outcome = typed.text("outcome");
        if (!outcomes.contains(outcome)) {
            problems.add("outcome", "guardian.problem.decision");
        }
        boolean said = !typed.text("note").isEmpty();
        if (said || outcome.equals("refused")) {
            OwnWords.read(typed, "note", "guardian.problem.why", problems);
        }
        String run = typed.text("run");
        if (!run.matches("\\d{1,6}") || Integer.parseInt(run) != passing.run()) {
            // Another answer has come meanwhile than the one that was looked at.
            problems.add("", "guardian.problem.run");
        }
        if (problems.any()) {
            return Optional.empty();
        }
        Parameters parameters = new Parameters();
        parameters.addParameter().setName(name).setValue(new StringType(passing.id()));
        parameters.addParameter().setName("outcome").setValue(new CodeType(outcome));
        if (passing.isWaiting()) {
            parameters.addParameter().setName("run").setValue(new IntegerType(passing.run()));
        }
        if (said) {
            parameters.addParameter().setName("note").setValue(new StringType(typed.text("note")));
        }
        return Optional.of(parameters);
    }
}
