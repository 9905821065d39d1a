package io.candour.enforcement;

import io.candour.identity.VerifiedToken;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;

/**
 * Bundles of writes that a system client sends. Every entry passes the gate before HAPI sees the first, so that nothing
 * is half done; reads are refused, for HAPI would answer them past the gate.
 */
final class FeederBundle {
    private final Gate gate;

    FeederBundle(Gate gate) {
        this.gate = gate;
    }

    void check(Bundle bundle, VerifiedToken token) {
        if (bundle.getType() != BundleType.BATCH && bundle.getType() != BundleType.TRANSACTION) {
            throw Refusal.invalid("Bundle.type", "A bundle of writes is a 'batch' or a 'transaction'");
        }
        List<BundleEntryComponent> entries = bundle.getEntry();
        for (int i = 0; i < entries.size(); i++) {
            String element = "Bundle.entry[" + i + "].request";
            HTTPVerb method = entries.get(i).getRequest().getMethod();
            if (method == null || method == HTTPVerb.GET || method == HTTPVerb.HEAD) {
                throw Refusal.invalid(element + ".method", "A bundle of a system client holds writes only");
            }
            String url = String.valueOf(entries.get(i).getRequest().getUrl());
            int question = url.indexOf('?');
            if (question >= 0) {
                throw Refusal.invalid(element + ".url", "Conditional updates and deletes are not supported");
            }
            FhirRequest request = FhirRequest.parse(method.name(), url, Map.of());
            gate.check(request, token);
            checkBody(entries.get(i), request, element);
            if (entries.get(i).getRequest().hasIfNoneExist() && !gate.allowsMatching(request, token)) {
                throw Refusal.invalid(
                        element + ".ifNoneExist", "Only resources about nobody can be matched before they are created");
            }
        }
    }

    /** HAPI stores by the body's type, whatever the URL says. */
    private static void checkBody(BundleEntryComponent entry, FhirRequest request, String element) {
        String stored = entry.hasResource() ? entry.getResource().fhirType() : "";
        boolean deletes = request.interaction() == Interaction.DELETE;
        if (deletes ? entry.hasResource() : !request.type().equals(Optional.of(stored))) {
            throw Refusal.invalid(element + ".url", "The URL names another type than the resource");
        }
    }
}
