package io.candour.access;

import java.time.Duration;
import java.util.Set;

/**
 * How far the rights go that events create, as the deployment has it.
 *
 * @param emergency how long an emergency opens a record
 * @param emergencyRoles roles of staff, as tokens have them, that may break the glass
 * @param claim how long a claimed relationship counts
 * @param proxies who may act for whom, by age
 * @param proxyRoles roles of staff, as tokens have them, that may settle proxies for those who cannot
 * @param choiceRoles roles of staff, as tokens have them, that may enter what people chose on paper
 * @param requests how access by request goes
 * @param raised how many things one person may have said about one record that nobody has settled
 * @param lookups how often one caller may try, in an hour, to find a person they have no relationship with
 */
public record AccessRules(
        Duration emergency,
        Set<String> emergencyRoles,
        Duration claim,
        ProxyAges proxies,
        Set<String> proxyRoles,
        Set<String> choiceRoles,
        RequestRules requests,
        int raised,
        int lookups) {
    public AccessRules {
        positive(emergency, "emergency");
        positive(claim, "claim");
        emergencyRoles = Set.copyOf(emergencyRoles);
        proxyRoles = Set.copyOf(proxyRoles);
        choiceRoles = Set.copyOf(choiceRoles);
        if (lookups < 1 || raised < 1) {
            throw new IllegalArgumentException("lookups and raised must be positive");
        }
    }

    private static void positive(Duration duration, String name) {
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException(name + " must be positive");
        }
    }
}
