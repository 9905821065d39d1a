package io.candour.consent;

import java.util.List;

/** The two ways a deployment can be set up: people opt in to secondary uses of their records, or out of them. */
final class Deployments {
    static final Policy OPT_IN = Policy.standard();
    static final Policy OPT_OUT = Policy.standard().withSecondaryUses(Effect.PERMIT);

    private Deployments() {}

    static List<Policy> both() {
        return List.of(OPT_IN, OPT_OUT);
    }
}
