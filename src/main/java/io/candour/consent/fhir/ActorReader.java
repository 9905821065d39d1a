package io.candour.consent.fhir;

import static io.candour.consent.fhir.ConsentCompiler.require;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent.ProvisionComponent;
import org.hl7.fhir.r4.model.Consent.provisionActorComponent;

/** Consent.provision.actor: who receives, by every name given. */
record ActorReader(LocalReferences references) {
    private static final Set<String> RECIPIENTS = Set.of("IRCP", "PRCP", "GRANTEE");
    /** Who keeps or wrote the data: says nothing about who may receive it. */
    private static final Set<String> NOT_RECIPIENTS = Set.of("CST", "AUT");

    /** What a caller can answer to (identity, Directory); of anything else a rule would never find anyone. */
    private static final Set<String> ACTORS = Set.of(
            "Organization",
            "Practitioner",
            "PractitionerRole",
            "RelatedPerson",
            "Patient",
            "Group",
            "CareTeam",
            "HealthcareService");

    /** Recipients; none where the provision is about anyone. */
    Set<String> read(ProvisionComponent provision, String path) {
        ConsentCompiler.few(provision.getActor(), path + ".actor");
        Set<String> names = new HashSet<>();
        for (int i = 0; i < provision.getActor().size(); i++) {
            provisionActorComponent actor = provision.getActor().get(i);
            String element = path + ".actor[" + i + "]";
            require(!actor.hasModifierExtension(), element + ".modifierExtension", "is not understood");
            if (receives(actor, element)) {
                names.addAll(names(actor, element));
            }
        }
        return names;
    }

    /** Some proxy Consents leave the role out; one that is named without a role is meant to receive. */
    private static boolean receives(provisionActorComponent actor, String element) {
        Set<String> roles = actor.getRole().getCoding().stream()
                .filter(ActorReader::standard)
                .map(Coding::getCode)
                .collect(Collectors.toSet());
        if (actor.getRole().isEmpty() || roles.stream().anyMatch(RECIPIENTS::contains)) {
            return true;
        }
        require(
                roles.stream().anyMatch(NOT_RECIPIENTS::contains),
                element + ".role",
                "must be one of IRCP, PRCP, GRANTEE, CST, AUT");
        return false;
    }

    /** The five roles are spread over several of HL7's code systems; the same letters elsewhere mean something else. */
    private static boolean standard(Coding coding) {
        return coding.getCodeElement().hasValue()
                && (!coding.getSystemElement().hasValue() || coding.getSystem().startsWith(Vocabulary.TERMINOLOGY));
    }

    private Set<String> names(provisionActorComponent actor, String element) {
        Set<String> names = new HashSet<>();
        LocalReferences.identifier(actor.getReference()).ifPresent(names::add);
        if (LocalReferences.written(actor.getReference())) {
            Optional<String> local =
                    references.local(actor.getReference()).filter(name -> ACTORS.contains(LocalReferences.type(name)));
            require(
                    local.isPresent(),
                    element + ".reference",
                    "must name a person, group or organisation on this server");
            names.addAll(local.stream().toList());
        }
        require(!names.isEmpty(), element + ".reference", "needs a reference or an identifier with system and value");
        return names;
    }
}
