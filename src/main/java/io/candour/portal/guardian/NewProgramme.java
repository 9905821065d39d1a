package io.candour.portal.guardian;

import io.candour.portal.form.OwnWords;
import io.candour.portal.form.Problems;
import io.candour.portal.form.Typed;
import io.candour.portal.form.TypedDay;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;

/**
 * A programme as a guardian filled it in, complete and fit to be entered.
 *
 * @param organisation ODS code
 * @param notice days; empty for as many as the deployment has
 */
record NewProgramme(
        String organisation,
        String organisationName,
        String organisationType,
        String title,
        String description,
        String purpose,
        boolean commercial,
        String legalBasis,
        String fee,
        List<String> categories,
        LocalDate start,
        LocalDate end,
        Optional<Integer> notice) {
    /** Those that can be let in at all. */
    static final List<String> TYPES = List.of("health-service", "public-body", "university", "charity", "company");

    /** HL7 v3-ActReason: research, and running services. */
    static final List<String> PURPOSES = List.of("HRESCH", "HOPERAT");

    static final List<String> YES_NO = List.of("yes", "no");

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

    private static final String PROBLEM = "guardian.problem.";
    private static final String CATEGORY = "category";
    private static final int NAME = 200;
    private static final int LONGEST = 2_000;

    NewProgramme {
        categories = List.copyOf(categories);
    }

    /** Empty, with what is wrong added in the order of the fields, where the form can't be sent. */
    static Optional<NewProgramme> read(Typed typed, Problems problems) {
        String organisation = typed.text("organisation").toUpperCase(Locale.ROOT);
        if (!organisation.matches("[A-Z0-9]{3,12}")) {
            problems.add("organisation", PROBLEM + "organisation");
        }
        String organisationName = words(typed, "organisationName", NAME, problems);
        String organisationType = one(typed, "organisationType", TYPES, problems);
        String title = words(typed, "title", NAME, problems);
        String description = words(typed, "description", LONGEST, problems);
        String purpose = one(typed, "purpose", PURPOSES, problems);
        String commercial = one(typed, "commercial", YES_NO, problems);
        if (organisationType.equals("company") && commercial.equals("no")) {
            problems.add("commercial", PROBLEM + "commercial.company");
        }
        if (purpose.equals("HOPERAT") && commercial.equals("yes")) {
            problems.add("purpose", PROBLEM + "purpose.commercial");
        }
        String legalBasis = words(typed, "legalBasis", LONGEST, problems);
        String fee = words(typed, "fee", LONGEST, problems);
        List<String> categories =
                CATEGORIES.stream().filter(each -> typed.ticked(CATEGORY, each)).toList();
        if (categories.isEmpty()) {
            problems.add(CATEGORY, PROBLEM + CATEGORY);
        }
        Optional<LocalDate> start = day(typed, "start", problems);
        Optional<LocalDate> end = day(typed, "end", problems);
        if (start.isPresent() && end.isPresent() && end.get().isBefore(start.get())) {
            problems.add("end", PROBLEM + "end.order");
        }
        String notice = typed.text("notice");
        if (!notice.matches("([1-9][0-9]{0,3})?")) {
            problems.add("notice", PROBLEM + "notice");
        }
        return problems.any()
                ? Optional.empty()
                : Optional.of(new NewProgramme(
                        organisation,
                        organisationName,
                        organisationType,
                        title,
                        description,
                        purpose,
                        commercial.equals("yes"),
                        legalBasis,
                        fee,
                        categories,
                        start.orElseThrow(),
                        end.orElseThrow(),
                        notice.isEmpty() ? Optional.empty() : Optional.of(Integer.valueOf(notice))));
    }

    private static String words(Typed typed, String field, int longest, Problems problems) {
        return OwnWords.read(typed, field, PROBLEM + field, longest, problems);
    }

    private static String one(Typed typed, String field, List<String> known, Problems problems) {
        String given = typed.text(field);
        if (!known.contains(given)) {
            problems.add(field, PROBLEM + field);
        }
        return given;
    }

    private static Optional<LocalDate> day(Typed typed, String field, Problems problems) {
        Optional<LocalDate> day = TypedDay.of(typed, field).date();
        if (day.isEmpty()) {
            problems.add(field, PROBLEM + field);
        }
        return day;
    }

    /** What {@code $register-programme} takes. */
    Parameters parameters() {
        Parameters parameters = new Parameters();
        add(parameters, "organisation", new StringType(organisation));
        add(parameters, "organisationName", new StringType(organisationName));
        add(parameters, "organisationType", new CodeType(organisationType));
        add(parameters, "title", new StringType(title));
        add(parameters, "description", new StringType(description));
        add(parameters, "purpose", new CodeType(purpose));
        add(parameters, "commercial", new BooleanType(commercial));
        add(parameters, "legalBasis", new StringType(legalBasis));
        add(parameters, "fee", new StringType(fee));
        categories.forEach(each -> add(parameters, CATEGORY, new CodeType(each)));
        add(parameters, "start", new DateType(start.toString()));
        add(parameters, "end", new DateType(end.toString()));
        notice.ifPresent(days -> add(parameters, "notice", new IntegerType(days)));
        return parameters;
    }

    private static void add(Parameters parameters, String name, Type value) {
        parameters.addParameter().setName(name).setValue(value);
    }
}
