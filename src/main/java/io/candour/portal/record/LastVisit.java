package io.candour.portal.record;

import io.candour.portal.Fhir;
import io.candour.portal.FhirRefused;
import io.candour.portal.Whose;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;

/**
 * When somebody last looked at a record before they signed in this time. The access log tells it, so it is the same on
 * every device, and nobody else's visit is taken for theirs.
 */
final class LastVisit {
    private LastVisit() {}

    /** Empty where there was none, or the visitor may not see who looked. */
    static Optional<Instant> before(Instant signIn, Fhir fhir, Whose whose) {
        try {
            return whose.own() ? own(signIn, fhir, whose) : anothers(signIn, fhir, whose);
        } catch (FhirRefused refused) {
            if (refused.status() == 403 || refused.status() == 404) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    private static Optional<Instant> own(Instant signIn, Fhir fhir, Whose whose) {
        return Fhir.resources(fhir.search("AuditEvent"
                        + Fhir.query(
                                "patient",
                                whose.patientId(),
                                "agent",
                                "Patient/" + whose.patientId(),
                                "outcome",
                                "0",
                                "date",
                                "lt" + signIn,
                                "_sort",
                                "-date",
                                "_count",
                                "1")))
                .filter(AuditEvent.class::isInstance)
                .map(each -> ((AuditEvent) each).getRecorded().toInstant())
                .findFirst();
    }

    private static Optional<Instant> anothers(Instant signIn, Fhir fhir, Whose whose) {
        Parameters log = fhir.get(
                Parameters.class,
                "Patient/" + whose.patientId() + "/$access-log"
                        + Fhir.query("mine", "true", "before", signIn.toString(), "_count", "1", "items", "false"));
        return log.getParameter().stream()
                .flatMap(group -> parts(group, "line"))
                .flatMap(line -> parts(line, "at"))
                .map(at -> ((InstantType) at.getValue()).getValue().toInstant())
                .findFirst();
    }

    private static Stream<ParametersParameterComponent> parts(ParametersParameterComponent of, String name) {
        return of.getPart().stream().filter(each -> each.getName().equals(name));
    }
}
