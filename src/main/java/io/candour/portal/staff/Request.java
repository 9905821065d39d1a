package io.candour.portal.staff;

import io.candour.portal.form.OwnWords;
import io.candour.portal.form.Problems;
import io.candour.portal.form.Typed;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.PositiveIntType;
import org.hl7.fhir.r4.model.StringType;

/** The form by which a clinician asks somebody to let them see something for some days. */
final class Request {
    /** What can be asked for, by the categories of the API; a person's choices are not among them. */
    static final List<String> CATEGORIES = List.of(
            "details",
            "allergies",
            "medicines",
            "conditions",
            "test-results",
            "measurements",
            "vaccinations",
            "procedures",
            "visits",
            "care-plans",
            "documents",
            "referrals",
            "other");

    private static final String CATEGORY = "category";
    private static final String DAYS = "days";

    private Request() {}

    /** What to send; empty, with what is wrong added, where the form is not complete. */
    static Optional<Parameters> read(Typed typed, LocalDate today, Problems problems) {
        Optional<Asked> asked = Asked.read(typed, today, problems);
        List<String> categories =
                CATEGORIES.stream().filter(each -> typed.ticked(CATEGORY, each)).toList();
        if (categories.isEmpty()) {
            problems.add(CATEGORY, "staff.problem.category");
        }
        String days = typed.text(DAYS);
        // How many are too many is the deployment's to say; the API does.
        if (!days.matches("[1-9][0-9]{0,3}")) {
            problems.add(DAYS, "staff.problem.days");
        }
        Optional<String> reason = Opening.reason(typed, Opening.CARE.reasons(), problems);
        String why = OwnWords.read(typed, Opening.REASON_TEXT, "staff.problem.reasonText", problems);
        if (problems.any()) {
            return Optional.empty();
        }
        Parameters parameters = new Parameters();
        asked.orElseThrow().name(parameters);
        parameters.addParameter().setName(Opening.REASON).setValue(new CodeType(reason.orElseThrow()));
        parameters.addParameter().setName(Opening.REASON_TEXT).setValue(new StringType(why));
        categories.forEach(each -> parameters.addParameter().setName(CATEGORY).setValue(new CodeType(each)));
        parameters.addParameter().setName("sensitive").setValue(new BooleanType(typed.ticked("sensitive", "yes")));
        parameters.addParameter().setName(DAYS).setValue(new PositiveIntType(days));
        return Optional.of(parameters);
    }
}
