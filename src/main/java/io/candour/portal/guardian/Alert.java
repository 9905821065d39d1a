package io.candour.portal.guardian;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Parameters;

/**
 * One hour of one caller that stood out, as {@code AuditEvent/$access-alerts} tells it.
 *
 * @param agent the caller, as the log names them
 * @param organisation the code of the organisation they acted for
 * @param measure what there was too much of: requests, patients or lookups
 * @param usual the most in an hour of the four weeks before
 */
record Alert(
        String id,
        Optional<Instant> noticed,
        String agent,
        String who,
        String kind,
        Optional<String> organisation,
        Optional<Instant> hour,
        String measure,
        long seen,
        long usual) {

    static List<Alert> of(Parameters answer) {
        return Part.of(answer, "alert")
                .map(part -> new Alert(
                        part.text("id").orElse(""),
                        part.instant("noticed"),
                        part.text("agent").orElse(""),
                        part.text("name").orElse(""),
                        part.text("kind").orElse(""),
                        part.text("organisation"),
                        part.instant("hour"),
                        part.text("measure").orElse(""),
                        part.number("seen"),
                        part.number("usual")))
                .toList();
    }

    /** Where to look next of what is no matter of one caller's hour. */
    public Optional<String> next() {
        return switch (measure) {
            case "uninvited" -> Optional.of("/guardian/programmes?show=all");
            case "overdue" -> Optional.of("/guardian/erasures");
            default -> Optional.empty();
        };
    }

    /** When the hour ended. */
    public Optional<Instant> hourEnds() {
        return hour.map(start -> start.plus(Duration.ofHours(1)));
    }
}
