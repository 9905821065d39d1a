package io.candour.portal.staff;

import io.candour.portal.form.OwnWords;
import io.candour.portal.form.Problems;
import io.candour.portal.form.Typed;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.StringType;

/** Two ways to a closed record that need nobody's leave, only a reason that a guardian looks at. */
enum Opening {
    /** Lifts what a person lets emergencies lift. */
    EMERGENCY("break-glass", "emergency", List.of("ETREAT", "BTG")),
    /** Stands for a care relationship; all choices count. */
    CARE("claim-relationship", "care", List.of("TREAT", "CAREMGT", "COC"));

    static final String REASON = "reason";
    static final String REASON_TEXT = "reasonText";

    private final String operation;
    private final String path;
    private final List<String> reasons;

    Opening(String operation, String path, List<String> reasons) {
        this.operation = operation;
        this.path = path;
        this.reasons = reasons;
    }

    /** The operation of the API that does it, without the dollar. */
    String operation() {
        return operation;
    }

    /** The last part of its page's path, and of the keys of its messages. */
    public String path() {
        return path;
    }

    /** Codes of HL7 v3-ActReason to choose from. */
    List<String> reasons() {
        return reasons;
    }

    /** What to send; empty, with what is wrong added, where the form is not complete. */
    Optional<Parameters> read(Typed typed, LocalDate today, Problems problems) {
        Optional<Asked> asked = Asked.read(typed, today, problems);
        Optional<String> reason = reason(typed, reasons, problems);
        String why = OwnWords.read(typed, REASON_TEXT, "staff.problem.reasonText", problems);
        if (problems.any()) {
            return Optional.empty();
        }
        Parameters parameters = new Parameters();
        asked.orElseThrow().name(parameters);
        parameters.addParameter().setName(REASON).setValue(new CodeType(reason.orElseThrow()));
        parameters.addParameter().setName(REASON_TEXT).setValue(new StringType(why));
        return Optional.of(parameters);
    }

    static Optional<String> reason(Typed typed, List<String> reasons, Problems problems) {
        Optional<String> reason = Optional.of(typed.text(REASON)).filter(reasons::contains);
        if (reason.isEmpty()) {
            problems.add(REASON, "staff.problem.reason");
        }
        return reason;
    }
}
