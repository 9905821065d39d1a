package io.candour.portal.words;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.context.MessageSource;

/**
 * Says FHIR resources in words. Keys are those of the bundle {@code words}; the language is the one of the request at hand.
 * Safe for use by many threads.
 */
public final class Words {
    /** What an item is once it is done, of items of which nobody expects otherwise. */
    private static final Set<String> ORDINARY = Set.of(
            "final", "finished", "completed", "current", "available", "confirmed", "superseded", "booked", "fulfilled");

    /** Those that go on, so that it matters whether they have ended. */
    private static final Set<String> GOING_ON = Set.of(
            "MedicationRequest",
            "MedicationStatement",
            "CarePlan",
            "CareTeam",
            "Goal",
            "ServiceRequest",
            "Task",
            "Flag");

    private static final Set<String> WRONG = Set.of("entered-in-error", "refuted");
    private static final Set<String> RESULT =
            Set.of("value", "component", "referenceRange", "interpretation", "dataAbsentReason");

    private final Phrases phrases;
    private final Names names;
    private final Dates dates;
    private final Facts facts;
    private final Results results;
    private final Changes changes;
    private final Asked asked;

    /**
     * @param messages has the bundle
     * @param zone in which times are told
     */
    public Words(MessageSource messages, ZoneId zone) {
        this.phrases = new Phrases(messages);
        this.names = new Names(phrases);
        this.dates = new Dates(phrases, zone);
        Amounts amounts = new Amounts(phrases);
        Values values = new Values(phrases, names, dates, amounts);
        this.facts = new Facts(phrases, values);
        this.results = new Results(phrases, names, amounts, values);
        this.changes = new Changes(phrases);
        this.asked = new Asked(phrases, names, dates);
    }

    /** Days and times. */
    public Dates dates() {
        return dates;
    }

    /** What such an item is called: "Prescription". */
    public String kind(String type) {
        return facts.kind(type);
    }

    /** What a category of the record is called: "Medicines". */
    public String category(String code) {
        return phrases.find("category." + code).orElseGet(() -> phrases.code(code));
    }

    /** What a code of FHIR's own is called: "Active" for {@code active}. */
    public String code(String code) {
        return phrases.code(code);
    }

    /** What a concept is called; empty where it says nothing that can be read. */
    public Optional<String> name(CodeableConcept concept) {
        return names.of(concept);
    }

    /** What a programme asked, as the server says it, with names for codes and days as people write them. */
    public String asked(String question) {
        return asked.of(question);
    }

    /**
     * A group of people in an answer: "20 to 29".
     *
     * @param by what they are told apart by: sex, age-band or area
     */
    public String group(String by, String group) {
        return asked.group(by, group);
    }

    /** A code's plain name, else the code with what it is a code of: "SNOMED CT 195967001". */
    public String code(Coding coding) {
        return names.alone(coding);
    }

    /** Says a resource that came alone. */
    public Entry entry(Resource resource) {
        return entry(resource, Related.NONE);
    }

    /**
     * Says a resource.
     *
     * @param related what may be named by it, so that it is told by name
     */
    public Entry entry(Resource resource, Related related) {
        String type = resource.fhirType();
        Optional<String> name = facts.named(resource, related);
        Optional<String> dating = Elements.dating(resource);
        Set<String> told = new HashSet<>(Elements.STATES);
        dating.ifPresent(told::add);
        Elements.naming(type).stream()
                .filter(each -> !Elements.values(resource, each).isEmpty())
                .findFirst()
                .ifPresent(told::add);
        boolean measured = resource instanceof Observation;
        if (measured) {
            told.addAll(RESULT);
        }
        Optional<Base> at = dating.map(each -> Elements.values(resource, each).get(0));
        List<String> states = states(resource);
        return new Entry(
                type,
                resource.getIdElement().getIdPart() == null
                        ? ""
                        : resource.getIdElement().getIdPart(),
                Optional.ofNullable(resource.getMeta().getVersionId()),
                facts.kind(type),
                name.orElseGet(() -> facts.kind(type)),
                recordedAs(resource),
                at.flatMap(this::day),
                at.flatMap(this::when),
                at.flatMap(this::date),
                state(type, states),
                states.stream().anyMatch(WRONG::contains),
                measured ? results.of((Observation) resource) : List.of(),
                facts.of(resource, told, related),
                from(resource, related));
    }

    /** What became otherwise from one version of an item to the next, as sentences: one at least. */
    public List<String> changes(Entry older, Entry newer) {
        return changes.between(older, newer);
    }

    private Optional<String> recordedAs(Resource resource) {
        return Elements.naming(resource.fhirType()).stream()
                .flatMap(each -> Elements.values(resource, each).stream())
                .findFirst()
                .filter(CodeableConcept.class::isInstance)
                .flatMap(concept -> names.recordedAs((CodeableConcept) concept));
    }

    private static List<String> states(Resource resource) {
        return Elements.STATES.stream()
                .flatMap(each -> Elements.values(resource, each).stream())
                .flatMap(Words::codes)
                .toList();
    }

    private static Stream<String> codes(Base value) {
        if (value instanceof CodeableConcept concept) {
            return concept.getCoding().stream().filter(Coding::hasCode).map(Coding::getCode);
        }
        return value instanceof PrimitiveType<?> code ? Stream.of(code.getValueAsString()) : Stream.empty();
    }

    private Optional<String> state(String type, List<String> codes) {
        String said = codes.stream()
                .filter(code -> GOING_ON.contains(type) || !ORDINARY.contains(code))
                .map(code -> phrases.find("state." + type + "." + code).orElseGet(() -> phrases.code(code)))
                .distinct()
                .collect(Collectors.joining(", "));
        return said.isEmpty() ? Optional.empty() : Optional.of(said);
    }

    private Optional<String> day(Base at) {
        if (at instanceof Period period) {
            return period.hasStart() || period.hasEnd()
                    ? Optional.of(dates.day(period.hasStart() ? period.getStartElement() : period.getEndElement()))
                    : Optional.empty();
        }
        return at instanceof BaseDateTimeType date && date.hasValue() ? Optional.of(dates.day(date)) : Optional.empty();
    }

    private Optional<String> when(Base at) {
        if (at instanceof Period period) {
            return dates.period(period);
        }
        return at instanceof BaseDateTimeType date && date.hasValue()
                ? Optional.of(dates.moment(date))
                : Optional.empty();
    }

    private Optional<LocalDate> date(Base at) {
        Optional<Base> one = at instanceof Period period
                ? Optional.of(period.hasStart() ? period.getStartElement() : period.getEndElement())
                : Optional.of(at);
        return one.filter(each -> each instanceof BaseDateTimeType date && date.hasValue())
                .map(each -> dates.firstDay((BaseDateTimeType) each));
    }

    private Optional<String> from(Resource resource, Related related) {
        return Elements.responsible(resource)
                .map(each -> each instanceof Reference
                        ? each
                        : Elements.values(each, "actor").stream().findFirst().orElse(each))
                .filter(Reference.class::isInstance)
                .flatMap(each -> facts.name((Reference) each, related).stream())
                .findFirst();
    }
}
