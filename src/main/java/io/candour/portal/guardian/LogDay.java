package io.candour.portal.guardian;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Parameters;

/**
 * What people of one organisation did with one record on one day, as {@code $access-log} tells it.
 *
 * @param organisation what it is called; empty where nobody acted for one
 */
record LogDay(Optional<LocalDate> day, Optional<String> organisation, List<Line> lines) {
    /**
     * One request.
     *
     * @param did what was done, in a sentence
     * @param reason why that was allowed or refused, in a sentence
     * @param event id of the AuditEvent that tells the same
     */
    record Line(
            Optional<Instant> at,
            String who,
            String did,
            String reason,
            boolean refused,
            boolean emergency,
            boolean automated,
            String event) {}

    static List<LogDay> of(Parameters answer) {
        return Part.of(answer, "group")
                .map(group -> new LogDay(
                        group.text("day").map(LocalDate::parse),
                        group.text("organisation"),
                        group.all("line").map(LogDay::line).toList()))
                .toList();
    }

    private static Line line(Part part) {
        return new Line(
                part.instant("at"),
                part.text("who").orElse(""),
                part.text("did").orElse(""),
                part.text("reason").orElse(""),
                part.is("refused"),
                part.is("emergency"),
                part.is("automated"),
                part.references("event")
                        .findFirst()
                        .map(each -> each.getReferenceElement().getIdPart())
                        .orElse(""));
    }
}
