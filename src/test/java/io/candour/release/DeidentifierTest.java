package io.candour.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candour.release.ExtractTerms.Dates;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** No element off the manifest is in what is told of any item, whatever the item holds. */
class DeidentifierTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-11-29");
    private static final Pseudonyms PSEUDONYMS = new Pseudonyms(new byte[32], "X9906", "programme");
    /** What each treatment leaves of an element, and how each of that may look. */
    private static final Map<String, Map<String, String>> LEAVES = Map.ofEntries(
            Map.entry("code", Map.of("", "[a-z-]+")),
            Map.entry("concept", Map.of(".coding.system", "https?://\\S+", ".coding.code", "[A-Za-z0-9._:/^+-]+")),
            Map.entry("coding", Map.of(".system", "https?://\\S+", ".code", "[A-Za-z0-9._:/^+-]+")),
            Map.entry(
                    "quantity",
                    Map.of(
                            ".value",
                            "-?[0-9.]+",
                            ".system",
                            "http://unitsofmeasure.org",
                            ".code",
                            "\\S+",
                            ".comparator",
                            "[<>]=?")),
            Map.entry("number", Map.of("", "-?[0-9]+")),
            Map.entry("flag", Map.of("", "true|false")),
            Map.entry("date", Map.of("", "\\d{4}(-\\d{2})?")),
            Map.entry("birth-year", Map.of("", "\\d{4}")),
            Map.entry("area", Map.of(".district", "[A-Za-z .]+")),
            Map.entry("person", Map.of(".reference", "Patient/[0-9a-f]{32}")),
            Map.entry("reference", Map.of(".reference", "[A-Za-z]+/[0-9a-f]{32}")));

    /** The manifest, read by other means: how each leaf may look, by type and path. */
    private static final Map<String, String> MANIFEST = manifest();

    @SuppressWarnings("unchecked")
    private static Map<String, String> manifest() {
        Map<String, String> leaves = new TreeMap<>();
        Map<String, Object> file = new Yaml(new SafeConstructor(new LoaderOptions()))
                .load(text("/io/candour/release/extract-manifest.yaml"));
        Map<String, Map<String, Object>> types = (Map<String, Map<String, Object>>) in(file, "types");
        types.forEach((type, kind) -> {
            leaves.put(type + ".resourceType", type);
            leaves.put(type + ".id", "[0-9a-f]{32}");
            ((Map<String, String>) in(kind, "elements")).forEach((path, treatment) -> in(LEAVES, treatment)
                    .forEach((inner, look) -> leaves.put(type + "." + path + inner, look)));
        });
        return leaves;
    }

    private static <T> T in(Map<String, T> map, String name) {
        return Optional.ofNullable(map.get(name)).orElseThrow(() -> new IllegalStateException("no " + name));
    }

    private static Deidentifier deidentifier(Dates dates) {
        return new Deidentifier(
                ExtractManifest.shipped(), PSEUDONYMS, new CoarseDates(dates, PSEUDONYMS, TODAY), TODAY);
    }

    private static JsonNode json(String text) {
        try {
            return JsonMapper.builder().build().readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(String path) {
        try (InputStream found = Optional.ofNullable(DeidentifierTest.class.getResourceAsStream(path))
                .orElseThrow(() -> new IllegalStateException("not on the class path: " + path))) {
            return new String(found.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** HL7's examples of R4: every element of every type is in one or another. */
    static Stream<String> examples() {
        return text("/spec-json.txt")
                .lines()
                .map(line -> line.substring(line.lastIndexOf('/') + 1))
                .filter(name -> name.contains("example") && name.endsWith(".json"));
    }

    private static void onManifest(String path, JsonNode node) {
        if (node.isArray()) {
            node.forEach(each -> onManifest(path, each));
        } else if (node.isObject()) {
            node.fields().forEachRemaining(each -> onManifest(path + "." + each.getKey(), each.getValue()));
        } else {
            assertThat(MANIFEST).as("what an extract may hold").containsKey(path);
            assertThat(node.asText()).as(path).matches(in(MANIFEST, path));
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void toldOfAnExampleThenNothingIsOffTheManifest(String name) {
        JsonNode example = json(text("/json/spec/" + name));
        for (Dates dates : Dates.values()) {
            deidentifier(dates)
                    .told("example", example)
                    .ifPresent(told -> onManifest(example.path("resourceType").asText(), told));
        }
    }

    @Test
    void toldOfAllExamplesThenMostTypesAreSeen() {
        Set<String> seen = new TreeSet<>();
        examples().forEach(name -> deidentifier(Dates.MONTH)
                .told("example", json(text("/json/spec/" + name)))
                .ifPresent(told -> seen.add(told.path("resourceType").asText())));

        assertThat(seen)
                .as("or the test above sees nothing")
                .contains("Patient", "Condition", "Observation", "Procedure", "Encounter", "Immunization");
    }

    @Test
    void toldOfAnItemWithEverythingInItThenOnlyWhatIsNamed() {
        ObjectNode told = deidentifier(Dates.MONTH)
                .told(
                        "4711",
                        json(
                                """
                        {"resourceType": "Observation", "id": "secret-1", "status": "final",
                         "meta": {"source": "#secret", "tag": [{"display": "secret"}]},
                         "text": {"div": "secret"}, "contained": [{"resourceType": "Patient", "id": "x"}],
                         "extension": [{"url": "http://secret", "valueString": "secret"}],
                         "identifier": [{"value": "secret"}],
                         "code": {"text": "secret", "coding": [
                            {"system": "http://loinc.org", "code": "8302-2", "display": "secret", "userSelected": true},
                            {"system": "http://secret.example", "code": "secret"},
                            {"system": "http://snomed.info/sct", "code": "a secret in words"}]},
                         "subject": {"reference": "Patient/4711", "display": "secret"},
                         "encounter": {"reference": "Encounter/secret-2", "display": "secret"},
                         "performer": [{"reference": "Practitioner/secret"}],
                         "effectiveDateTime": "2025-03-04T05:06:07+01:00", "issued": "2025-03-04T05:06:07Z",
                         "valueQuantity": {"value": 172.349, "unit": "secret", "system": "http://unitsofmeasure.org",
                            "code": "cm"},
                         "note": [{"text": "secret"}], "valueString": "secret",
                         "component": [{"code": {"coding": [{"system": "http://loinc.org", "code": "1-1"}]},
                            "valueString": "secret"}]}
                        """))
                .orElseThrow();

        assertThat(json(told.toString()))
                .isEqualTo(json(
                        """
                        {"resourceType": "Observation", "id": "%s",
                         "code": {"coding": [{"system": "http://loinc.org", "code": "8302-2"}]},
                         "component": [{"code": {"coding": [{"system": "http://loinc.org", "code": "1-1"}]}}],
                         "effectiveDateTime": "2025-03",
                         "encounter": {"reference": "Encounter/%s"},
                         "status": "final",
                         "subject": {"reference": "Patient/%s"},
                         "valueQuantity": {"value": 172, "system": "http://unitsofmeasure.org", "code": "cm"}}
                        """
                                .formatted(
                                        PSEUDONYMS.of("Observation", "secret-1"),
                                        PSEUDONYMS.of("Encounter", "secret-2"),
                                        PSEUDONYMS.of("Patient", "4711"))));
    }

    @Test
    void toldOfAPatientThenTheYearAndTheAreaOfOneAddress() {
        ObjectNode told = deidentifier(Dates.MONTH)
                .told(
                        "p",
                        json(
                                """
                        {"resourceType": "Patient", "id": "p", "name": [{"family": "Secret"}], "birthDate": "1920-05-06",
                         "gender": "male", "telecom": [{"value": "secret"}],
                         "address": [{"line": ["secret"], "postalCode": "SW1A 1AA"}, {"postalCode": "LS1 4AP"}]}
                        """))
                .orElseThrow();

        assertThat(json(told.toString()))
                .isEqualTo(json("{\"resourceType\":\"Patient\",\"id\":\"%s\",\"address\":[{\"district\":\"SW\"}],"
                                .formatted(PSEUDONYMS.of("Patient", "p"))
                        + "\"birthDate\":\"1936\",\"gender\":\"male\"}"));
    }

    @Test
    void toldOfWhatIsNeverToldThenNothing() {
        for (String never : List.of(
                "\"category\":[{\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/v2-0074\",\"code\":\"GE\"}]}]",
                "\"component\":[{\"code\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"48018-6\"}]}}]",
                "\"meta\":{\"profile\":[\"http://hl7.org/fhir/uv/genomics-reporting/StructureDefinition/variant\"]}")) {
            assertThat(deidentifier(Dates.MONTH)
                            .told(
                                    "p",
                                    json("{\"resourceType\":\"Observation\",\"id\":\"o\",\"code\":{\"coding\":"
                                            + "[{\"system\":\"http://loinc.org\",\"code\":\"1-1\"}]}," + never + "}")))
                    .as(never)
                    .isEmpty();
        }
        assertThat(deidentifier(Dates.MONTH)
                        .told(
                                "p",
                                json("{\"resourceType\":\"Observation\",\"id\":\"o\",\"code\":{\"coding\":"
                                        + "[{\"system\":\"http://loinc.org\",\"code\":\"51969-4\"}]}}")))
                .as("by its own code")
                .isEmpty();
        assertThat(deidentifier(Dates.MONTH)
                        .told("p", json("{\"resourceType\":\"Media\",\"id\":\"m\",\"status\":\"completed\"}")))
                .isEmpty();
        assertThat(deidentifier(Dates.MONTH)
                        .told(
                                "p",
                                json("{\"resourceType\":\"Condition\",\"id\":\"c\",\"code\":{\"text\":\"in words\"}}")))
                .as("nothing is left of what it says")
                .isEmpty();
    }
}
