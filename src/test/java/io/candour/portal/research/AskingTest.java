package io.candour.portal.research;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import io.candour.portal.form.Problem;
import io.candour.portal.form.Problems;
import io.candour.portal.form.Typed;
import io.candour.portal.words.Words;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.Coding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.support.ResourceBundleMessageSource;

/** A researcher's form says all that is wrong at once, and sends what the API takes. */
class AskingTest {
    static final Words WORDS = words();

    private static Words words() {
        ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
        messages.setBasename("messages/portal/words");
        messages.setDefaultEncoding("UTF-8");
        messages.setAlwaysUseMessageFormat(true);
        return new Words(messages, ZoneId.of("Europe/London"));
    }

    private static Typed typed(String... namesAndValues) {
        Map<String, List<String>> values = new LinkedHashMap<>(Map.of("reason", List.of("To plan the study")));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put(namesAndValues[i], List.of(namesAndValues[i + 1].split("\\|", -1)));
        }
        return new Typed(values);
    }

    private static Asking read(String... namesAndValues) {
        Problems problems = new Problems();
        Optional<Asking> asking = Asking.read(typed(namesAndValues), WORDS, problems);
        assertThat(problems.all()).isEmpty();
        return asking.orElseThrow();
    }

    private static List<String> wrong(String... namesAndValues) {
        Problems problems = new Problems();
        assertThat(Asking.read(typed(namesAndValues), WORDS, problems)).isEmpty();
        return problems.all().stream().map(Problem::field).toList();
    }

    private static String sent(Asking asking) {
        return FhirContext.forR4Cached().newJsonParser().encodeResourceToString(asking.parameters("p1"));
    }

    @Test
    void aQuestionAboutEverybodyIsSent() {
        assertThat(sent(read("sex", "any")))
                .isEqualTo(
                        "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"programme\",\"valueString\":\"p1\"},"
                                + "{\"name\":\"reason\",\"valueString\":\"To plan the study\"}]}");
    }

    @Test
    void allOfAFormIsSent() {
        Asking asking = read(
                "condition",
                "asthma\r\nSNOMED CT 44054006, 15777000\r\n\r\n",
                "medicine",
                "RxNorm 308136",
                "result",
                "4548-4",
                "resultLow",
                "48",
                "resultHigh",
                "70.5",
                "resultUnit",
                "mmol/mol",
                "ageFrom",
                "20",
                "ageTo",
                "39",
                "sex",
                "female",
                "area",
                "ls",
                "start-day",
                "1",
                "start-month",
                "2",
                "start-year",
                "2025",
                "end-day",
                "28",
                "end-month",
                "feb",
                "end-year",
                "2026",
                "by",
                "area|sex|nonsense");

        assertThat(sent(asking))
                .contains(
                        "{\"name\":\"condition\",\"valueCodeableConcept\":{\"coding\":[{\"system\":\"http://snomed.info/sct\",\"code\":\"195967001\"}]}}",
                        "\"code\":\"44054006\"},{\"system\":\"http://snomed.info/sct\",\"code\":\"15777000\"}]}}",
                        "{\"name\":\"medicine\",\"valueCodeableConcept\":{\"coding\":[{\"system\":\"http://www.nlm.nih.gov/research/umls/rxnorm\",\"code\":\"308136\"}]}}",
                        "{\"name\":\"result\",\"valueCodeableConcept\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"4548-4\"}]}}",
                        "\"low\":{\"value\":48,\"unit\":\"mmol/mol\",\"system\":\"http://unitsofmeasure.org\",\"code\":\"mmol/mol\"}",
                        "\"high\":{\"value\":70.5,",
                        "{\"name\":\"ageFrom\",\"valueInteger\":20},{\"name\":\"ageTo\",\"valueInteger\":39}",
                        "{\"name\":\"sex\",\"valueCode\":\"female\"},{\"name\":\"area\",\"valueString\":\"LS\"}",
                        "{\"name\":\"start\",\"valueDate\":\"2025-02-01\"},{\"name\":\"end\",\"valueDate\":\"2026-02-28\"}",
                        "{\"name\":\"by\",\"valueCode\":\"sex\"},{\"name\":\"by\",\"valueCode\":\"area\"}");
    }

    @Test
    void anEmptyFormNeedsAReason() {
        Problems problems = new Problems();

        assertThat(Asking.read(Typed.NOTHING, WORDS, problems)).isEmpty();
        assertThat(problems.all()).containsExactly(new Problem("reason", "research.problem.reason"));
    }

    @Test
    void allThatIsWrongIsSaidInTheOrderOfTheForm() {
        assertThat(wrong(
                        "condition",
                        "the flu",
                        "medicine",
                        "12345678901234567890",
                        "result",
                        "4548-4\n2345-7",
                        "resultLow",
                        "much",
                        "ageFrom",
                        "3",
                        "ageTo",
                        "40",
                        "start-day",
                        "31",
                        "start-month",
                        "2",
                        "start-year",
                        "2025",
                        "by",
                        "sex|area|age-band"))
                .containsExactly("condition", "medicine", "result", "resultLow", "ageFrom", "ageTo", "start", "by");
    }

    @ParameterizedTest
    @CsvSource({
        "resultLow, 5, result",
        "resultUnit, kg, result",
        "ageTo, 130, ageTo",
        "ageFrom, -5, ageFrom",
        "ageFrom, 1000, ageFrom"
    })
    void oneFieldThatDoesNotGoWithTheOthersIsNamed(String field, String value, String named) {
        assertThat(wrong(field, value)).contains(named);
    }

    @Test
    void whatIsInTheWrongOrderIsNamed() {
        assertThat(wrong("ageFrom", "40", "ageTo", "19")).containsExactly("ageTo");
        assertThat(wrong(
                        "start-day",
                        "2",
                        "start-month",
                        "1",
                        "start-year",
                        "2026",
                        "end-day",
                        "1",
                        "end-month",
                        "1",
                        "end-year",
                        "2026"))
                .containsExactly("end");
        assertThat(wrong("result", "4548-4", "resultLow", "48")).containsExactly("resultUnit");
    }

    @ParameterizedTest
    @ValueSource(strings = {CommonCodes.CONDITION, CommonCodes.MEDICINE, CommonCodes.RESULT})
    void everyCommonCodeHasAPlainNameByWhichItIsFound(String kind) {
        assertThat(CommonCodes.of(kind)).isNotEmpty().allSatisfy(code -> {
            String name = WORDS.code(code);
            assertThat(name).doesNotContain(code.getCode());
            assertThat(WrittenCodes.lines(kind, name.toUpperCase(java.util.Locale.ROOT), WORDS)
                            .orElseThrow())
                    .singleElement()
                    .satisfies(line -> assertThat(line)
                            .singleElement()
                            .extracting(Coding::getCode)
                            .isEqualTo(code.getCode()));
        });
    }
}
