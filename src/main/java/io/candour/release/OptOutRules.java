package io.candour.release;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What a deployment settles about the national opt-out, which is asked of nobody unless it says so.
 *
 * @param exchange directory in which files go to the national service and come back; empty where it is not asked
 * @param keep for how long an answer counts
 * @param bypass programmes that it does not apply to, by id, and why
 */
public record OptOutRules(Optional<Path> exchange, Duration keep, Map<String, Bypass> bypass) {

    /** Why the national opt-out does not apply to a programme. */
    public enum Bypass {
        EXPLICIT_CONSENT,
        LEGAL_DUTY,
        PUBLIC_INTEREST,
        ANONYMISED
    }

    /** That it is not asked. */
    public static final OptOutRules NONE = new OptOutRules(Optional.empty(), Duration.ofHours(24), Map.of());

    public OptOutRules {
        bypass = Map.copyOf(bypass);
        if (keep.isNegative() || keep.isZero()) {
            throw new IllegalArgumentException("an answer counts for some time");
        }
    }
}
