package io.candour.portal.guardian;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Parameters;

/**
 * One person whom a caller's requests affected, as {@code AuditEvent/$affected-patients} tells it.
 *
 * @param patient logical id of their record
 * @param answered how many requests were permitted
 * @param refused how many were not
 * @param items how many items were shown or written, the same one counted each time
 */
record Affected(
        String patient, long answered, long refused, long items, Optional<Instant> first, Optional<Instant> last) {

    static List<Affected> of(Parameters answer) {
        return Part.of(answer, "patient")
                .map(part -> new Affected(
                        part.references("reference")
                                .findFirst()
                                .map(each -> each.getReferenceElement().getIdPart())
                                .orElse(""),
                        part.number("answered"),
                        part.number("refused"),
                        part.number("items"),
                        part.instant("first"),
                        part.instant("last")))
                .toList();
    }
}
