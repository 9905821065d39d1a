package io.candour.portal.research;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.MeasureReport;
import org.hl7.fhir.r4.model.MeasureReport.MeasureReportGroupComponent;
import org.hl7.fhir.r4.model.MeasureReport.MeasureReportGroupStratifierComponent;
import org.hl7.fhir.r4.model.MeasureReport.StratifierGroupComponent;

/**
 * What a MeasureReport tells.
 *
 * @param by what people are told apart by, as codes: sex, age-band, area; none for one number
 * @param whole all that are told, together; empty where that is too few to tell
 * @param rows one for each group
 */
public record Answer(List<String> by, Optional<Integer> whole, List<Row> rows, Optional<Instant> counted) {

    /**
     * One group.
     *
     * @param groups one for each of what people are told apart by
     * @param told empty where it is too few to tell
     */
    public record Row(List<String> groups, Optional<Integer> told) {
        public Row {
            groups = List.copyOf(groups);
        }
    }

    public Answer {
        by = List.copyOf(by);
        rows = List.copyOf(rows);
    }

    static Answer of(MeasureReport report) {
        MeasureReportGroupComponent group = report.getGroupFirstRep();
        Optional<MeasureReportGroupStratifierComponent> stratifier =
                group.getStratifier().stream().findFirst();
        return new Answer(
                stratifier.stream()
                        .flatMap(each -> each.getCode().stream())
                        .map(Answer::code)
                        .toList(),
                count(group.getPopulationFirstRep().getCountElement()),
                stratifier.stream()
                        .flatMap(each -> each.getStratum().stream())
                        .map(Answer::row)
                        .toList(),
                Optional.ofNullable(report.getDate()).map(Date::toInstant));
    }

    private static Row row(StratifierGroupComponent stratum) {
        Stream<CodeableConcept> values = stratum.hasComponent()
                ? stratum.getComponent().stream().map(each -> each.getValue())
                : Stream.of(stratum.getValue());
        return new Row(
                values.map(value -> Optional.ofNullable(value.getText()).orElse(""))
                        .toList(),
                count(stratum.getPopulationFirstRep().getCountElement()));
    }

    private static Optional<Integer> count(IntegerType count) {
        return Optional.ofNullable(count.getValue());
    }

    private static String code(CodeableConcept concept) {
        return concept.getCoding().stream().map(Coding::getCode).findFirst().orElse("");
    }

    /** Whether some group is so small that it is not told. */
    public boolean masks() {
        return rows.stream().anyMatch(each -> each.told().isEmpty());
    }
}
