package io.candour.consent.fhir;

import static io.candour.consent.fhir.ConsentCompiler.require;

import io.candour.consent.fhir.Compilation.Authorisation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentProvisionType;
import org.hl7.fhir.r4.model.Consent.ProvisionComponent;
import org.hl7.fhir.r4.model.Consent.provisionActorComponent;

/**
 * Consents that go with a grant: category INFA, denying nothing, about RelatedPersons alone, who may act for the patient,
 * or the answer to a request for access.
 */
record Authorisations(ProvisionCompiler provisions) {
    private static final String PROVISION = "Consent.provision";

    static boolean is(Consent consent) {
        ProvisionComponent provision = consent.getProvision();
        boolean infa =
                consent.getCategory().stream().anyMatch(category -> category.hasCoding(Vocabulary.ACT_CODE, "INFA"));
        return infa
                && provision.hasActor()
                && (byRequest(consent) || provision.getActor().stream().allMatch(Authorisations::actsForPatient))
                && provision.getType() != ConsentProvisionType.DENY
                && !provision.hasProvision();
    }

    private static boolean byRequest(Consent consent) {
        return consent.hasExtension(Vocabulary.ACCESS_REQUEST);
    }

    private static boolean actsForPatient(provisionActorComponent actor) {
        return LocalReferences.written(actor.getReference())
                && actor.getReference().getReference().contains("RelatedPerson/");
    }

    /** @throws Unenforceable where it says more than who and how long */
    Authorisation read(Consent consent) {
        ProvisionComponent provision = consent.getProvision();
        if (byRequest(consent)) {
            return new Authorisation(Set.of(), provisions.period(provision, PROVISION));
        }
        Map<String, Boolean> limits = new LinkedHashMap<>();
        limits.put("modifierExtension", provision.hasModifierExtension());
        limits.put("action", provision.hasAction());
        limits.put("purpose", provision.hasPurpose());
        limits.put("class", provision.hasClass_());
        limits.put("code", provision.hasCode());
        limits.put("data", provision.hasData());
        limits.put("dataPeriod", provision.hasDataPeriod());
        limits.put("securityLabel", provision.hasSecurityLabel());
        limits.forEach((name, given) ->
                require(!given, PROVISION + "." + name, "limits what a proxy may see in a way that is not enforced"));
        Set<String> actors = provisions.actors().read(provision, PROVISION);
        require(!actors.isEmpty(), PROVISION + ".actor", "names nobody who receives");
        return new Authorisation(actors, provisions.period(provision, PROVISION));
    }
}
