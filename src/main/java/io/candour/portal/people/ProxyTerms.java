package io.candour.portal.people;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.StringType;

/**
 * What is asked of {@code $appoint-proxy} or {@code $request-proxy}.
 *
 * @param number NHS number: digits, without the spaces people put between them
 * @param categories what is to be seen; all where it is empty
 * @param acts what more than seeing: choose, dispute
 * @param until the last day; empty for no end
 */
record ProxyTerms(
        String number,
        LocalDate born,
        Optional<String> name,
        List<String> categories,
        boolean sensitive,
        List<String> acts,
        Optional<LocalDate> until) {
    ProxyTerms {
        categories = List.copyOf(categories);
        acts = List.copyOf(acts);
    }

    Parameters parameters() {
        Parameters asked = new Parameters();
        asked.addParameter().setName("nhsNumber").setValue(new StringType(number));
        asked.addParameter().setName("birthDate").setValue(new DateType(born.toString()));
        name.ifPresent(text -> asked.addParameter().setName("name").setValue(new StringType(text)));
        categories.forEach(each -> asked.addParameter().setName("category").setValue(new CodeType(each)));
        asked.addParameter().setName("sensitive").setValue(new BooleanType(sensitive));
        asked.addParameter().setName("act").setValue(new CodeType("see"));
        acts.forEach(each -> asked.addParameter().setName("act").setValue(new CodeType(each)));
        until.ifPresent(day -> asked.addParameter().setName("end").setValue(new DateType(day.toString())));
        return asked;
    }
}
