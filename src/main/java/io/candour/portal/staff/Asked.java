package io.candour.portal.staff;

import io.candour.portal.form.NhsNumber;
import io.candour.portal.form.Problems;
import io.candour.portal.form.Typed;
import io.candour.portal.form.TypedDay;
import java.time.LocalDate;
import java.util.Optional;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.StringType;

/** Somebody whom a clinician names by what only those who know them have: NHS number and birth date. */
record Asked(NhsNumber number, LocalDate born) {
    static final String NUMBER = "nhsNumber";
    static final String BORN = "birthDate";

    /** Reads who is meant, or adds what is wrong. */
    static Optional<Asked> read(Typed typed, LocalDate today, Problems problems) {
        Optional<NhsNumber> number = NhsNumber.of(typed.text(NUMBER));
        Optional<LocalDate> born = TypedDay.of(typed, BORN).date().filter(day -> !day.isAfter(today));
        if (number.isEmpty()) {
            problems.add(NUMBER, "staff.problem.nhsNumber");
        }
        if (born.isEmpty()) {
            problems.add(BORN, "staff.problem.birthDate");
        }
        return number.flatMap(known -> born.map(day -> new Asked(known, day)));
    }

    /** As the operations of the API name a person. */
    void name(Parameters parameters) {
        parameters.addParameter().setName(NUMBER).setValue(new StringType(number.digits()));
        parameters.addParameter().setName(BORN).setValue(new DateType(born.toString()));
    }
}
