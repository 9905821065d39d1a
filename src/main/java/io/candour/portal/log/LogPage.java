package io.candour.portal.log;

import io.candour.portal.OlderPage;
import io.candour.portal.answer.Parts;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Parameters;

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
                parts.text("next").flatMap(OlderPage::cursor));
    }

    private static Stream<Look> looks(Parts group) {
        LocalDate day = LocalDate.parse(group.text("day").orElseThrow());
        Optional<String> organisation = group.text("organisation");
        return group.each("line").map(line -> Look.of(day, organisation, line));
    }
}
