package io.candour.portal.people;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.RelatedPerson;

/**
 * Somebody who acts for the person, did or asks to, as a Consent of theirs keeps it.
 *
 * @param id logical id of the Consent, and by it of the right
 * @param name empty where the record calls them nothing
 * @param acts codes: see, choose, dispute
 * @param until the last day; empty for no end
 * @param ended why it ended, in the words of who ended it
 */
record ActingPerson(
        String id,
        State state,
        Optional<String> name,
        List<String> categories,
        boolean sensitive,
        List<String> acts,
        Optional<Instant> since,
        Optional<LocalDate> until,
        Optional<String> basis,
        Optional<String> ended) {
    private static final String REACH = "https://candour.io/fhir/StructureDefinition/proxy-reach";
    private static final String END_REASON = "https://candour.io/fhir/StructureDefinition/end-reason";

    private static final Set<String> SETTLED = Set.of("parental-responsibility", "power-of-attorney");

    ActingPerson {
        categories = List.copyOf(categories);
        acts = List.copyOf(acts);
    }

    /** Where it stands. */
    enum State {
        ASKS,
        ACTS,
        OVER,
        TURNED_DOWN,
        ENDED;

        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Whether staff settled it, and not the person themselves. */
    public boolean settled() {
        return basis.filter(SETTLED::contains).isPresent();
    }

    /** Empty for a Consent that lets nobody act. */
    static Optional<ActingPerson> of(Consent consent, Optional<RelatedPerson> person, LocalDate today) {
        Extension reach = consent.getExtensionByUrl(REACH);
        if (reach == null) {
            return Optional.empty();
        }
        Optional<LocalDate> until = until(consent);
        return state(consent, until, today)
                .map(state -> new ActingPerson(
                        consent.getIdElement().getIdPart(),
                        state,
                        person.flatMap(ActingPerson::name),
                        codes(reach, "category"),
                        reach.getExtensionsByUrl("sensitive").stream()
                                .anyMatch(each -> each.getValue() instanceof BooleanType yes && yes.booleanValue()),
                        codes(reach, "act"),
                        Optional.ofNullable(consent.getDateTime()).map(Date::toInstant),
                        until,
                        Optional.ofNullable(
                                consent.getPolicyRule().getCodingFirstRep().getCode()),
                        ended(consent)));
    }

    private static Optional<State> state(Consent consent, Optional<LocalDate> until, LocalDate today) {
        return switch (consent.getStatus()) {
            case PROPOSED -> Optional.of(State.ASKS);
            case ACTIVE -> Optional.of(until.filter(today::isAfter).isPresent() ? State.OVER : State.ACTS);
            case REJECTED -> Optional.of(State.TURNED_DOWN);
            case INACTIVE -> Optional.of(State.ENDED);
            default -> Optional.empty();
        };
    }

    private static Optional<LocalDate> until(Consent consent) {
        return Optional.ofNullable(
                        consent.getProvision().getPeriod().getEndElement().getValueAsString())
                .filter(text -> text.length() >= 10)
                .map(text -> LocalDate.parse(text.substring(0, 10)));
    }

    private static Optional<String> name(RelatedPerson person) {
        return person.getName().stream()
                .map(ActingPerson::name)
                .filter(text -> !text.isBlank())
                .findFirst();
    }

    private static String name(HumanName name) {
        return name.hasText() ? name.getText() : name.getNameAsSingleString();
    }

    /** Logical id of the RelatedPerson that a Consent is about. */
    static Optional<String> person(Consent consent) {
        return Stream.concat(
                        consent.getPerformer().stream(),
                        consent.getProvision().getActor().stream().map(each -> each.getReference()))
                .map(each -> each.getReferenceElement())
                .filter(each -> "RelatedPerson".equals(each.getResourceType()))
                .map(each -> each.getIdPart())
                .findFirst();
    }

    /** What somebody said when they ended it; without the words, its code is no use to a reader. */
    private static Optional<String> ended(Consent consent) {
        return consent.getExtensionsByUrl(END_REASON).stream()
                .flatMap(each -> each.getExtensionsByUrl("text").stream())
                .map(each -> each.getValue().primitiveValue())
                .findFirst();
    }

    private static List<String> codes(Extension reach, String url) {
        return reach.getExtensionsByUrl(url).stream()
                .map(each -> each.getValue().primitiveValue())
                .toList();
    }
}
