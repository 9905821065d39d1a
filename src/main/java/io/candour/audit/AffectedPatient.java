package io.candour.audit;

import java.time.Instant;
import java.util.Objects;

/**
 * What one caller had to do with one patient in a period.
 *
 * @param answered requests about this patient that were permitted
 * @param refused those that were not
 * @param items how many items of this patient were returned or written, the same one counted each time
 */
public record AffectedPatient(String patient, long answered, long refused, long items, Instant first, Instant last) {

    public AffectedPatient {
        Require.text(patient, "patient");
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(last, "last");
    }
}
