package io.candour.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The reference ranges that laboratories send with adults' results, and Synthea does not. */
final class LaboratoryRanges {
    private static final int ADULT = 18;
    private static final List<Range> RANGES = read();

    /** One of them; a limit or a sex that is blank does not count. */
    private record Range(String code, String unit, String low, String high, String sex) {
        boolean fits(JsonNode observation, String of) {
            return observation.at("/code/coding/0/code").asText().equals(code)
                    && observation.at("/valueQuantity/code").asText().equals(unit)
                    && (sex.isEmpty() || sex.equals(of));
        }

        void writeTo(ObjectNode observation) {
            ObjectNode range = observation.withArray("referenceRange").addObject();
            limit(range, "low", low);
            limit(range, "high", high);
        }

        private void limit(ObjectNode range, String name, String value) {
            if (!value.isEmpty()) {
                range.putObject(name)
                        .put("value", new BigDecimal(value))
                        .put("unit", unit)
                        .put("system", "http://unitsofmeasure.org")
                        .put("code", unit);
            }
        }
    }

    private LaboratoryRanges() {}

    /** Adds the range to a result that has one, of somebody who was grown up then. */
    static void addTo(ObjectNode observation, JsonNode patient) {
        String at = observation.path("effectiveDateTime").asText();
        LocalDate grownUp = LocalDate.parse(patient.path("birthDate").asText()).plusYears(ADULT);
        if (at.compareTo(grownUp.toString()) >= 0) {
            Optional<Range> range = RANGES.stream()
                    .filter(each ->
                            each.fits(observation, patient.path("gender").asText()))
                    .findFirst();
            range.ifPresent(each -> each.writeTo(observation));
        }
    }

    private static List<Range> read() {
        try (InputStream file =
                Objects.requireNonNull(LaboratoryRanges.class.getResourceAsStream("/demo/laboratory-ranges.csv"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(",", -1))
                    .map(cells -> new Range(cells[0], cells[1], cells[2], cells[3], cells[4]))
                    .toList();
        } catch (IOException unreadable) {
            throw new IllegalStateException("The laboratories' ranges can't be read", unreadable);
        }
    }
}
