package io.candour.portal.log;

import io.candour.portal.answer.Parts;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Parameters;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * One page of the access log as {@code $access-log} answers, newest first.
 *
 * @param older where the next page begins; empty on the last
 */
record LogPage(List<Look> looks, Optional<String> older) {
    LogPage {
        looks = List.copyOf(looks);
    }

    static LogPage of(Parameters answer) {
        Parts parts = Parts.of(answer);
        return new LogPage(
                parts.each("group").flatMap(LogPage::looks).toList(),
                parts.text("next").flatMap(LogPage::cursor));
    }

    private static Stream<Look> looks(Parts group) {
        LocalDate day = LocalDate.parse(group.text("day").orElseThrow());
        Optional<String> organisation = group.text("organisation");
        return group.each("line").map(line -> Look.of(day, organisation, line));
    }

    /** The link itself stays on the server: a page of ours carries only where it goes on. */
    private static Optional<String> cursor(String next) {
        return Optional.ofNullable(UriComponentsBuilder.fromUriString(next)
                .build()
                .getQueryParams()
                .getFirst("_cursor"));
    }
}
