package io.candour.portal.staff;

import io.candour.portal.form.OwnWords;
import io.candour.portal.form.Problems;
import io.candour.portal.form.Typed;
import java.util.Optional;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.StringType;

/** The forms by which a right ends: before its time, and what became of what was seen. */
public final class Ending {
    private Ending() {}

    /**
     * What {@code $end-access} takes; empty, with what is wrong added, where the form is not complete.
     *
     * @param grant names the right
     */
    public static Optional<Parameters> read(String grant, Typed typed, Problems problems) {
        String why = OwnWords.read(typed, "reason", "staff.problem.endReason", problems);
        if (problems.any()) {
            return Optional.empty();
        }
        Parameters parameters = new Parameters();
        parameters.addParameter().setName("grant").setValue(new StringType(grant));
        parameters.addParameter().setName("reason").setValue(new StringType(why));
        return Optional.of(parameters);
    }

    /** What {@code $attest-deletion} takes, of the request that this names. */
    static Optional<Parameters> attest(String request, Typed typed, Problems problems) {
        boolean deleted = typed.ticked("deleted", "yes");
        if (!deleted && !typed.ticked("deleted", "no")) {
            problems.add("deleted", "staff.problem.deleted");
        }
        String statement = OwnWords.read(typed, "statement", "staff.problem.statement", problems);
        if (problems.any()) {
            return Optional.empty();
        }
        Parameters parameters = new Parameters();
        parameters.addParameter().setName("task").setValue(new StringType(request));
        parameters.addParameter().setName("deleted").setValue(new BooleanType(deleted));
        parameters.addParameter().setName("statement").setValue(new StringType(statement));
        return Optional.of(parameters);
    }
}
