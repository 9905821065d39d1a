package io.candour.portal.staff;

import io.candour.portal.form.OwnWords;
import io.candour.portal.form.Problems;
import io.candour.portal.form.Typed;
import io.candour.portal.form.TypedDay;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.StringType;

/** The form by which staff enter what somebody answered on paper. */
final class PaperChoice {
    /** What people are asked, by the codes of the API. */
    static final List<String> CHOICES = List.of(
            "care-sharing",
            "sensitive-care-sharing",
            "care-inside",
            "planning",
            "academic-research",
            "commercial-research",
            "local-practice-opt-out");

    static final List<String> YES_NO = List.of("yes", "no");

    static final Set<String> FIELDS = Set.of("choice", "permit", "emergency", "signed", "form");

    private static final Set<String> OF_CARE = Set.of("care-sharing", "sensitive-care-sharing", "care-inside");
    private static final String OPT_OUT = "local-practice-opt-out";
    private static final int LONGEST_FORM = 200;

    private PaperChoice() {}

    /** What {@code $record-choice} takes; empty, with what is wrong added, where the form is not complete. */
    static Optional<Parameters> read(Typed typed, LocalDate today, Problems problems) {
        String choice = typed.text("choice");
        if (!CHOICES.contains(choice)) {
            problems.add("choice", "staff.paper.problem.choice");
        }
        boolean yes = typed.text("permit").equals("yes");
        if (!YES_NO.contains(typed.text("permit"))) {
            problems.add("permit", "staff.paper.problem.permit");
        } else if (choice.equals(OPT_OUT) && !yes) {
            problems.add("permit", "staff.paper.problem.permit.back");
        }
        String emergency = typed.text("emergency");
        if (!emergency.isEmpty() && (yes || !OF_CARE.contains(choice) || !YES_NO.contains(emergency))) {
            problems.add("emergency", "staff.paper.problem.emergency");
        }
        Optional<LocalDate> signed = TypedDay.of(typed, "signed").date().filter(day -> !day.isAfter(today));
        if (signed.isEmpty()) {
            problems.add("signed", "staff.paper.problem.signed");
        }
        String form = OwnWords.read(typed, "form", "staff.paper.problem.form", LONGEST_FORM, problems);
        if (problems.any()) {
            return Optional.empty();
        }
        Parameters parameters = new Parameters();
        parameters.addParameter().setName("choice").setValue(new CodeType(choice));
        // A yes to keeping a record where it is is a no to its use.
        parameters.addParameter().setName("permit").setValue(new BooleanType(yes != choice.equals(OPT_OUT)));
        if (!emergency.isEmpty()) {
            parameters.addParameter().setName("emergency").setValue(new BooleanType(emergency.equals("yes")));
        }
        parameters
                .addParameter()
                .setName("signed")
                .setValue(new DateType(signed.orElseThrow().toString()));
        parameters.addParameter().setName("form").setValue(new StringType(form));
        return Optional.of(parameters);
    }
}
