package io.candour.audit;

import java.util.Optional;

/**
 * What a verification found.
 *
 * @param fault the first place that doesn't hold, in words; empty where all holds
 * @param unsealed rows of FHIR writes that have waited for their seal for more than a minute: not covered by any chain
 * @param covered the number of the last checkpoint up to which all was checked, 0 where there is none
 */
public record Verification(Optional<String> fault, long records, long batches, long unsealed, long covered) {

    /** What no verification can find, for the report's last line. */
    public static final String LIMITS = "Not found: changes to what came after the last checkpoint held outside; rows "
            + "added through the log's own door or by whoever holds the signing key; a row of a write that was removed before its seal.";

    public boolean holds() {
        return fault.isEmpty() && unsealed == 0;
    }
}
