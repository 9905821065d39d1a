package io.candour.portal.guardian;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Parameters;

/**
 * What came of holding all that was let out against what people had said, as {@code ResearchStudy/$programmes} tells it.
 *
 * @param unchecked people of whom it can't be told any more
 * @param uninvited people who had not said yes
 */
record Night(Optional<Instant> at, long releases, long unchecked, long uninvited) {

    /** The latest, or none. */
    static List<Night> of(Parameters answer) {
        return Part.of(answer, "reconciliation")
                .map(part -> new Night(
                        part.instant("at"),
                        part.number("releases"),
                        part.number("unchecked"),
                        part.number("uninvited")))
                .toList();
    }
}
