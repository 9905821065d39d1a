package io.candour.audit;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lines as CSV (RFC 4180) for a spreadsheet. Names come from elsewhere, so a cell that a spreadsheet would take for a
 * formula begins with an apostrophe.
 */
public final class AccessCsv {

    private static final List<String> HEAD = List.of(
            "time", "who", "organisation", "what", "reason", "refused", "emergency", "automated", "items", "request");
    private static final String FORMULAS = "=+-@\t\r";

    private AccessCsv() {}

    /** With a line of headings; times in ISO 8601 with the zone's offset. */
    public static String of(List<AccessLine> lines, ZoneId zone) {
        return Stream.concat(Stream.of(HEAD), lines.stream().map(line -> cells(line, zone)))
                .map(cells -> cells.stream().map(AccessCsv::cell).collect(Collectors.joining(",")) + "\r\n")
                .collect(Collectors.joining());
    }

    private static List<String> cells(AccessLine line, ZoneId zone) {
        return List.of(
                DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(line.at().atZone(zone)),
                line.who(),
                line.organisation().orElse(""),
                line.did(),
                line.reason(),
                yes(line.refused()),
                yes(line.emergency()),
                yes(line.automated()),
                line.items().stream().map(Item::reference).collect(Collectors.joining(" ")),
                line.requestId());
    }

    private static String yes(boolean holds) {
        return holds ? "yes" : "no";
    }

    private static String cell(String text) {
        String plain = !text.isEmpty() && FORMULAS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return plain.chars().anyMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r')
                ? "\"" + plain.replace("\"", "\"\"") + "\""
                : plain;
    }
}
