package io.candour.consent.fhir;

import static io.candour.consent.fhir.ConsentCompiler.require;

import io.candour.consent.ProvisionBuilder;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Consent.provisionDataComponent;

/** Consent.provision.data: items by themselves, by what they are part of, or by who wrote them. */
record DataReader(LocalReferences references, String element) {
    private static final Set<String> WHOLES = Set.of("Encounter", "CarePlan", "EpisodeOfCare");

    /** Whoever belongs to a Group or CareTeam now needn't have when an item was written: as authors they are no one. */
    private static final Set<String> AUTHORS =
            Set.of("Practitioner", "PractitionerRole", "Organization", "Device", "Patient", "RelatedPerson");

    void read(List<provisionDataComponent> all, ProvisionBuilder builder) {
        ConsentCompiler.few(all, element);
        Set<String> instances = new HashSet<>();
        Set<String> related = new HashSet<>();
        Set<String> authoredBy = new HashSet<>();
        for (int i = 0; i < all.size(); i++) {
            provisionDataComponent data = all.get(i);
            String here = element + "[" + i + "]";
            require(data.getMeaningElement().hasValue(), here + ".meaning", "is missing");
            require(!data.hasModifierExtension(), here + ".modifierExtension", "is not understood");
            switch (data.getMeaning()) {
                case INSTANCE ->
                    instances.add(local(data, here, SubjectTable.lines().keySet(), "an item on this server"));
                case RELATED -> related.add(local(data, here, WHOLES, "an Encounter, CarePlan or EpisodeOfCare"));
                case AUTHOREDBY -> authoredBy.addAll(authors(data, here));
                case DEPENDENTS, NULL ->
                    throw new Unenforceable(here + ".meaning", "must be instance, related or authoredby");
            }
        }
        builder.instances(instances).related(related).authoredBy(authoredBy);
    }

    private Set<String> authors(provisionDataComponent data, String here) {
        Set<String> names = new HashSet<>();
        LocalReferences.identifier(data.getReference()).ifPresent(names::add);
        if (LocalReferences.written(data.getReference()) || names.isEmpty()) {
            names.add(local(data, here, AUTHORS, "a person, organisation or device on this server"));
        }
        return names;
    }

    private String local(provisionDataComponent data, String here, Set<String> types, String expected) {
        Optional<String> local = LocalReferences.written(data.getReference())
                ? references.local(data.getReference()).filter(name -> types.contains(LocalReferences.type(name)))
                : Optional.empty();
        return local.orElseThrow(() -> new Unenforceable(here + ".reference", "must be " + expected));
    }
}
