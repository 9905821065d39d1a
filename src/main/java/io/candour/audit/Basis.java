package io.candour.audit;

import java.util.Objects;
import java.util.Optional;

/**
 * One thing that a decision rests on.
 *
 * @param rule a versioned reference ({@code Consent/123/_history/2}, {@code Grant/7}) or a rule of the deployment
 *     ({@code policy:care-inside})
 * @param patient whose choice it is; empty for a rule that is nobody's. Kept so that one patient's view of a record that
 *     names several shows no other's choices
 */
public record Basis(String rule, Optional<String> patient) {

    public Basis {
        Require.text(rule, "rule");
        Objects.requireNonNull(patient, "patient");
    }

    public static Basis policy(String name) {
        return new Basis("policy:" + name, Optional.empty());
    }

    public static Basis of(String patient, String reference) {
        return new Basis(reference, Optional.of(patient));
    }
}
