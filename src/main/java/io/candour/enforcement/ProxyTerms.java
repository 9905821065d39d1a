package io.candour.enforcement;

import io.candour.consent.Category;
import io.candour.consent.Reach;
import io.candour.consent.Reach.Act;
import io.candour.consent.fhir.Vocabulary;
import io.candour.identity.Directory;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentState;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.jspecify.annotations.Nullable;

/**
 * What somebody is to be allowed who acts for a patient, as it is asked for and as the Consent (NHS proxy shape: category
 * INFA, the RelatedPerson as performer and actor, policyRule the legal basis) keeps it.
 *
 * @param number the proxy's NHS number
 * @param born the proxy's birth date
 * @param until last day; empty for no end
 */
record ProxyTerms(
        String number, LocalDate born, Optional<String> name, Reach reach, Basis basis, Optional<LocalDate> until) {
    /** What lets somebody act. */
    enum Basis {
        PATIENT_CONSENT,
        PARENTAL_RESPONSIBILITY,
        POWER_OF_ATTORNEY;

        String code() {
            return ReviewTasks.code(this);
        }
    }

    private static final int LONGEST_NAME = 200;

    /**
     * How far, on what basis and how long, as an operation was asked.
     *
     * @throws ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException naming the parameter
     */
    static ProxyTerms read(Invocation invocation, String number, LocalDate born, Optional<String> name) {
        Set<Act> acts = all(invocation, "act", Act.values(), Act::code);
        Basis basis = invocation
                .text("basis")
                .map(code -> one("basis", code, Basis.values(), Basis::code))
                .orElse(Basis.PATIENT_CONSENT);
        if (name.orElse("").length() > LONGEST_NAME) {
            throw Refusal.invalid("name", "A name has at most " + LONGEST_NAME + " characters");
        }
        // Nobody chooses for another about what they do not see.
        acts.add(Act.SEE);
        return new ProxyTerms(number, born, name, reach(invocation, acts), basis, day(invocation, "end"));
    }

    /** Of which categories, all where none is named, and whether what is sensitive is meant too. */
    static Reach reach(Invocation invocation, Set<Act> acts) {
        Set<Category> categories = all(invocation, "category", Category.values(), Category::code);
        boolean sensitive = invocation.yes("sensitive");
        return new Reach(categories.isEmpty() ? EnumSet.allOf(Category.class) : categories, sensitive, acts);
    }

    /** A whole day that was given under this name. */
    static Optional<LocalDate> day(Invocation invocation, String parameter) {
        try {
            return invocation.text(parameter).map(LocalDate::parse);
        } catch (DateTimeParseException e) {
            throw Refusal.invalid(parameter, "This is no day, as 2026-01-31");
        }
    }

    private static <E extends Enum<E>> Set<E> all(
            Invocation invocation, String parameter, E[] values, Function<E, String> code) {
        return invocation.arguments().all(parameter, CodeType.class).stream()
                .map(given -> one(parameter, given.getValue(), values, code))
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static <E extends Enum<E>> E one(String parameter, String given, E[] values, Function<E, String> code) {
        return Arrays.stream(values)
                .filter(each -> code.apply(each).equals(given))
                .findFirst()
                .orElseThrow(() -> Refusal.invalid(
                        parameter,
                        "This is one of "
                                + Arrays.stream(values).map(code).sorted().collect(Collectors.joining(", "))));
    }

    /** The name that grants of this proxy are held under. */
    String holder() {
        return Directory.NHS_NUMBER + "|" + number;
    }

    RelatedPerson relatedPerson(String patient) {
        RelatedPerson person = new RelatedPerson().setActive(true).setPatient(new Reference("Patient/" + patient));
        person.addIdentifier(new Identifier().setSystem(Directory.NHS_NUMBER).setValue(number));
        person.setBirthDateElement(new DateType(born.toString()));
        name.ifPresent(text -> person.addName().setText(text));
        return person;
    }

    Consent consent(String patient, String relatedPerson, ConsentState status, DateTimeType now) {
        Consent consent = new Consent();
        Reference proxy = new Reference("RelatedPerson/" + relatedPerson);
        consent.setStatus(status)
                .setScope(concept(Vocabulary.CONSENT_SCOPE, "patient-privacy"))
                .addCategory(concept(Vocabulary.ACT_CODE, "INFA"))
                .setPatient(new Reference("Patient/" + patient))
                .setDateTimeElement(now)
                .addPerformer(proxy)
                .setPolicyRule(concept(Vocabulary.LEGAL_BASIS, basis.code()));
        consent.getProvision()
                .setType(Consent.ConsentProvisionType.PERMIT)
                .addActor()
                .setRole(concept("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "IRCP"))
                .setReference(proxy);
        until.ifPresent(day -> consent.getProvision().getPeriod().setEndElement(new DateTimeType(day.toString())));
        Extension how = consent.addExtension().setUrl(Vocabulary.PROXY_REACH);
        reach.categories().stream().sorted().forEach(each -> how.addExtension("category", new CodeType(each.code())));
        reach.acts().stream().sorted().forEach(each -> how.addExtension("act", new CodeType(each.code())));
        how.addExtension("sensitive", new BooleanType(reach.sensitive()));
        return consent;
    }

    /** What a Consent and its RelatedPerson say that {@link #consent} and {@link #relatedPerson} wrote; else empty. */
    static Optional<ProxyTerms> of(Consent consent, RelatedPerson proxy) {
        Extension how = consent.getExtensionByUrl(Vocabulary.PROXY_REACH);
        Optional<String> number = proxy.getIdentifier().stream()
                .filter(each -> Directory.NHS_NUMBER.equals(each.getSystem()))
                .map(Identifier::getValue)
                .findFirst();
        Optional<String> last = Optional.ofNullable(
                consent.getProvision().getPeriod().getEndElement().getValueAsString());
        if (how == null
                || !how.hasExtension("sensitive")
                || number.isEmpty()
                || !isDay(proxy.getBirthDateElement().getValueAsString())
                || last.filter(day -> !isDay(day)).isPresent()) {
            return Optional.empty();
        }
        Reach reach = new Reach(
                codes(how, "category")
                        .map(code -> one("category", code, Category.values(), Category::code))
                        .collect(Collectors.toSet()),
                how.getExtensionByUrl("sensitive").getValue() instanceof BooleanType yes && yes.booleanValue(),
                codes(how, "act")
                        .map(code -> one("act", code, Act.values(), Act::code))
                        .collect(Collectors.toSet()));
        return Optional.of(new ProxyTerms(
                number.get(),
                LocalDate.parse(proxy.getBirthDateElement().getValueAsString()),
                proxy.getName().stream().findFirst().map(each -> each.getText()),
                reach,
                one("basis", consent.getPolicyRule().getCodingFirstRep().getCode(), Basis.values(), Basis::code),
                last.map(LocalDate::parse)));
    }

    private static boolean isDay(@Nullable String date) {
        return date != null && date.matches("\\d{4}-\\d{2}-\\d{2}");
    }

    private static Stream<String> codes(Extension of, String name) {
        List<Extension> found = of.getExtensionsByUrl(name);
        return found.stream().map(each -> each.getValue().primitiveValue());
    }

    private static CodeableConcept concept(String system, String code) {
        return new CodeableConcept(new Coding(system, code, null));
    }
}
