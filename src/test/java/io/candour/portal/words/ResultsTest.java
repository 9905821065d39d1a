package io.candour.portal.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultsTest {
    private static final String POTASSIUM =
            """
            {'resourceType': 'Observation', 'status': 'final',
             'code': {'coding': [{'system': 'http://loinc.org', 'code': '2823-3', 'display': 'Potassium'}]}, %s}
            """;
    private static final String UNIT = "'unit': 'mmol/L', 'system': 'http://unitsofmeasure.org', 'code': 'mmol/L'";
    private static final String RANGE =
            "'referenceRange': [{'low': {'value': 3.5, %s}, 'high': {'value': 5.1, %s}}]".formatted(UNIT, UNIT);

    private static Measured result(String... elements) {
        List<Measured> results =
                Said.entry(POTASSIUM.formatted(String.join(", ", elements))).results();
        assertThat(results).hasSize(1);
        return results.get(0);
    }

    private static String value(String value) {
        return "'valueQuantity': {'value': %s, %s}".formatted(value, UNIT);
    }

    @ParameterizedTest
    @CsvSource({
        "3.4, BELOW, Below the range",
        "3.5, IN_RANGE, In the range",
        "5.10, IN_RANGE, In the range",
        "5.11, ABOVE, Above the range"
    })
    void aNumberIsBesideItsRange(String value, Position position, String words) {
        Measured result = result(value(value), RANGE);

        assertThat(result.name()).isEqualTo("Potassium in blood");
        assertThat(result.words()).isEqualTo(value + " mmol/L");
        assertThat(result.unitInWords()).contains("millimoles in a litre");
        assertThat(result.range()).contains("between 3.5 and 5.1 mmol/L");
        assertThat(result.position()).contains(position);
        assertThat(result.positionInWords()).contains(words);
        assertThat(result.low()).contains(new BigDecimal("3.5"));
    }

    @Test
    void withoutARangeNothingIsSaidOfIt() {
        Measured result = result(value("9.9"));

        assertThat(result.range()).isEmpty();
        assertThat(result.position()).isEmpty();
        assertThat(result.positionInWords()).isEmpty();
    }

    @Test
    void whatTheLaboratorySaysGoesBeforeWhatCanBeWorkedOut() {
        String high = "'interpretation': [{'coding': [{'system':"
                + " 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation', 'code': '%s', 'display': '%s'}]}]";

        assertThat(result(value("4.0"), RANGE, high.formatted("H", "High")).position())
                .contains(Position.ABOVE);
        Measured resistant = result(value("4.0"), high.formatted("R", "Resistant"));
        assertThat(resistant.position()).isEmpty();
        assertThat(resistant.positionInWords()).contains("Resistant");
    }

    @Test
    void ofSeveralRangesOrOtherUnitsNothingIsWorkedOut() {
        Measured two = result(
                value("4.0"),
                "'referenceRange': [{'low': {'value': 5}, 'appliesTo': [{'text': 'Women'}]},"
                        + " {'low': {'value': 6}, 'appliesTo': [{'text': 'Men'}]}]");
        assertThat(two.position()).isEmpty();
        assertThat(two.range()).contains("5 or more (Women); 6 or more (Men)");

        Measured other = result(
                value("4.0"),
                "'referenceRange': [{'low': {'value': 100, 'code': 'mg/dL'}, 'high': {'value': 200, 'code': 'mg/dL'}}]");
        assertThat(other.position()).isEmpty();

        Measured treated = result(
                value("4.0"), "'referenceRange': [{'low': {'value': 5}, 'type': {'coding': [{'code': 'treatment'}]}}]");
        assertThat(treated.position()).isEmpty();
        assertThat(treated.range()).contains("5 or more (Treatment)");
    }

    @ParameterizedTest
    @CsvSource({
        "<, 3.5, '', 5.1, BELOW",
        "<, 4.0, '', 5.1, ''",
        "<=, 3.5, '', 5.1, ''",
        ">, 5.1, '', 5.1, ABOVE",
        ">=, 5.1, '', 5.1, ''",
    })
    void ofABoundOnlyWhatItLeavesNoDoubtAbout(
            String comparator, String value, String any, String high, String position) {
        Measured result = result(
                "'valueQuantity': {'value': %s, 'comparator': '%s', %s}".formatted(value, comparator, UNIT), RANGE);

        assertThat(result.position().map(Enum::name).orElse("")).isEqualTo(position);
        assertThat(result.number()).isEmpty();
        assertThat(result.words()).containsAnyOf("less than", "or less", "more than", "or more");
    }

    @Test
    void aBoundWithinARangeThatIsOpenThereIsInRange() {
        Measured kidneys = result(
                "'valueQuantity': {'value': 90, 'comparator': '>', %s}".formatted(UNIT),
                "'referenceRange': [{'low': {'value': 60, %s}}]".formatted(UNIT));

        assertThat(kidneys.position()).contains(Position.IN_RANGE);
        assertThat(kidneys.range()).contains("60 mmol/L or more");
        assertThat(kidneys.words()).isEqualTo("more than 90 mmol/L");
    }

    @Test
    void partsComeOneByOne() {
        Entry pressure = Said.entry(
                """
                {'resourceType': 'Observation', 'status': 'final', 'effectiveDateTime': '2016-05-13T02:59:24+00:00',
                 'code': {'coding': [{'system': 'http://loinc.org', 'code': '85354-9'}]},
                 'component': [
                  {'code': {'coding': [{'system': 'http://loinc.org', 'code': '8462-4'}]},
                   'valueQuantity': {'value': 70, 'unit': 'mm[Hg]', 'code': 'mm[Hg]'}},
                  {'code': {'coding': [{'system': 'http://loinc.org', 'code': '8480-6'}]},
                   'valueQuantity': {'value': 120, 'unit': 'mm[Hg]', 'code': 'mm[Hg]'}}]}
                """);

        assertThat(pressure.name()).isEqualTo("Blood pressure");
        assertThat(pressure.results())
                .extracting(each -> each.name() + " " + each.words())
                .containsExactly("Lower (diastolic) 70 mmHg", "Upper (systolic) 120 mmHg");
    }

    @Test
    void answersAndReasonsForNoneAreWords() {
        assertThat(result("'valueCodeableConcept': {'text': 'Never smoked tobacco (finding)'}")
                        .words())
                .isEqualTo("Never smoked tobacco");
        assertThat(result(
                                "'dataAbsentReason': {'coding': [{'system':"
                                        + " 'http://terminology.hl7.org/CodeSystem/data-absent-reason', 'code': 'not-performed'}]}")
                        .words())
                .isEqualTo("No result: Not done");
        assertThat(result("'valueQuantity': {'value': 2, 'unit': '{score}', 'code': '{score}'}")
                        .words())
                .isEqualTo("2");
        assertThat(result("'valueQuantity': {'value': 1234567.50, 'unit': 'g'}").words())
                .isEqualTo("1,234,567.50 g");
        assertThat(result("'valueQuantity': {'value': 1E+100000, 'unit': 'g'}").words())
                .isEqualTo("1E+100000 g");
    }
}
