package io.candour.portal.staff;

import io.candour.portal.Fhir;
import io.candour.portal.form.NhsNumber;
import java.time.LocalDate;
import java.time.Period;
import java.util.Optional;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.HumanName.NameUse;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;

/**
 * Whose record a clinician looks at, as the head of every page of it says so that nobody takes one for another.
 *
 * @param name family name last; empty where none is told
 * @param number as people read it
 * @param age in years, today or when they died
 * @param gender a code of FHIR's AdministrativeGender
 */
record Person(
        String name,
        Optional<String> number,
        Optional<LocalDate> born,
        Optional<Integer> age,
        String gender,
        boolean deceased,
        Optional<LocalDate> died) {
    private static final String NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number";

    /** Whom this logical id names, as far as who asks may see who they are. */
    static Optional<Person> find(String id, Fhir fhir, LocalDate today) {
        return Glance.items(fhir.search("Patient" + Fhir.query("_id", id))).stream()
                .filter(Patient.class::isInstance)
                .map(each -> of((Patient) each, today))
                .findFirst();
    }

    static Person of(Patient patient, LocalDate today) {
        Optional<LocalDate> born = day(patient.getBirthDateElement().getValueAsString());
        Optional<LocalDate> died = patient.hasDeceasedDateTimeType()
                ? day(patient.getDeceasedDateTimeType().getValueAsString())
                : Optional.empty();
        boolean deceased =
                patient.hasDeceased() && !"false".equals(patient.getDeceased().primitiveValue());
        LocalDate until = died.orElse(today);
        return new Person(
                name(patient),
                patient.getIdentifier().stream()
                        .filter(each -> NHS_NUMBER.equals(each.getSystem()) && each.hasValue())
                        .map(Identifier::getValue)
                        .findFirst()
                        .flatMap(NhsNumber::of)
                        .map(NhsNumber::spaced),
                born,
                deceased && died.isEmpty()
                        ? Optional.empty()
                        : born.map(day -> Period.between(day, until).getYears()),
                Optional.ofNullable(patient.getGender())
                        .map(AdministrativeGender::toCode)
                        .orElse("unknown"),
                deceased,
                died);
    }

    private static String name(Patient patient) {
        return patient.getName().stream()
                .filter(each -> each.getUse() != NameUse.OLD && each.getUse() != NameUse.MAIDEN)
                .min((one, other) ->
                        Boolean.compare(other.getUse() == NameUse.OFFICIAL, one.getUse() == NameUse.OFFICIAL))
                .map(Person::spoken)
                .orElse("");
    }

    private static String spoken(HumanName name) {
        String joined = (name.getPrefixAsSingleString() + " " + name.getGivenAsSingleString() + " "
                        + (name.hasFamily() ? name.getFamily() : ""))
                .replaceAll("\\s+", " ")
                .strip();
        return joined.isEmpty() && name.hasText() ? name.getText() : joined;
    }

    /** Of what is told to the day; a year or a month is no day. */
    private static Optional<LocalDate> day(String written) {
        return Optional.ofNullable(written)
                .filter(text -> text.matches("\\d{4}-\\d{2}-\\d{2}.*"))
                .map(text -> LocalDate.parse(text.substring(0, "1980-01-31".length())));
    }
}
