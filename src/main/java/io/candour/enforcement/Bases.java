package io.candour.enforcement;

import io.candour.audit.Basis;
import io.candour.consent.Basis.ByConsent;
import io.candour.consent.Basis.ByGrant;
import io.candour.consent.Basis.ByRelationship;
import io.candour.consent.Basis.ByRule;
import io.candour.consent.ItemFacts;
import io.candour.consent.Snapshot;
import java.util.Map;
import java.util.Optional;

/** What a decision rests on, in the words of the access log. */
final class Bases {
    private Bases() {}

    static Basis of(io.candour.consent.Basis basis, ItemFacts item, Map<String, Snapshot> snapshots) {
        if (basis instanceof ByConsent consent) {
            return new Basis(
                    "Consent/" + consent.id() + "/_history/" + consent.version(), whose(consent, item, snapshots));
        }
        if (basis instanceof ByGrant grant) {
            return new Basis("Grant/" + grant.id(), onlyPatient(item));
        }
        if (basis instanceof ByRelationship relationship) {
            return new Basis(relationship.basis() + ":" + relationship.organisation(), onlyPatient(item));
        }
        return Basis.policy(((ByRule) basis).code());
    }

    private static Optional<String> whose(ByConsent consent, ItemFacts item, Map<String, Snapshot> snapshots) {
        return item.patients().stream()
                .filter(patient -> snapshots.containsKey(patient)
                        && snapshots.get(patient).directives().stream()
                                .anyMatch(each -> each.consent().equals(consent.id())))
                .findFirst();
    }

    private static Optional<String> onlyPatient(ItemFacts item) {
        return item.patients().size() == 1 ? Optional.of(item.patients().get(0)) : Optional.empty();
    }
}
