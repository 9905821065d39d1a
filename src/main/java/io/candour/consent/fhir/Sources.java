package io.candour.consent.fhir;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/** Where a resource comes from. */
final class Sources {
    /** Custodian before performer; the first that names an organisation counts. */
    private static final List<String> ORGANISATIONS = List.of(
            "custodian",
            "managingOrganization",
            "serviceProvider",
            "performer",
            "performer.actor",
            "performer.onBehalfOf",
            "organization",
            "provider",
            "owner",
            "author",
            "requester");

    private static final List<String> AUTHORS = List.of(
            "author",
            "performer",
            "performer.actor",
            "recorder",
            "asserter",
            "requester",
            "informationSource",
            "sender",
            "source",
            "enterer",
            "provider",
            "contributor",
            "practitioner",
            "participant.individual",
            "agent.who",
            "agent.onBehalfOf");

    private static final List<String> ENCOUNTERS =
            List.of("encounter", "context", "context.encounter", "item.encounter");

    private Sources() {}

    static Optional<String> organisation(Resource resource, LocalReferences references) {
        return ORGANISATIONS.stream()
                .flatMap(path -> locals(resource, path, references))
                .filter(local -> local.startsWith("Organization/"))
                .findFirst();
    }

    /** References and {@code system|value} identifiers of those who wrote it; of a role, whose it is too. */
    static Set<String> authors(Resource resource, LocalReferences references, Known known) {
        Set<String> authors = new HashSet<>();
        for (String path : AUTHORS) {
            for (Base value : Elements.at(resource, path)) {
                if (value instanceof Reference reference) {
                    references.local(reference).ifPresent(authors::add);
                    LocalReferences.identifier(reference).ifPresent(authors::add);
                }
            }
        }
        for (String role : Set.copyOf(authors)) {
            if (role.startsWith("PractitionerRole/")) {
                known.facts(role).ifPresent(facts -> authors.addAll(facts.authors()));
            }
        }
        return authors;
    }

    /** The Encounters it belongs to, the one it names first in front. */
    static Stream<String> encounters(Resource resource, LocalReferences references) {
        return ENCOUNTERS.stream()
                .flatMap(path -> locals(resource, path, references))
                .filter(local -> local.startsWith("Encounter/"));
    }

    static Stream<String> locals(Resource resource, String path, LocalReferences references) {
        return Elements.at(resource, path).stream()
                .filter(Reference.class::isInstance)
                .flatMap(value -> references.local((Reference) value).stream());
    }
}
