package io.candour.portal.words;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;

/** Whatever a record may hold has words: HL7's own examples of every type. */
class EveryResourceTest {
    private static final List<String> TYPES = List.of(
            "AdverseEvent",
            "AllergyIntolerance",
            "Appointment",
            "CarePlan",
            "CareTeam",
            "ClinicalImpression",
            "Communication",
            "Condition",
            "Consent",
            "Coverage",
            "DetectedIssue",
            "Device",
            "DeviceRequest",
            "DiagnosticReport",
            "DocumentReference",
            "Encounter",
            "EpisodeOfCare",
            "FamilyMemberHistory",
            "Flag",
            "Goal",
            "ImagingStudy",
            "Immunization",
            "ImmunizationRecommendation",
            "List",
            "Media",
            "Medication",
            "MedicationAdministration",
            "MedicationDispense",
            "MedicationRequest",
            "MedicationStatement",
            "NutritionOrder",
            "Observation",
            "Patient",
            "Procedure",
            "Provenance",
            "QuestionnaireResponse",
            "RelatedPerson",
            "RiskAssessment",
            "ServiceRequest",
            "Specimen",
            "SupplyDelivery",
            "Task",
            "VisionPrescription");

    private static final Pattern TYPE = Pattern.compile("\"resourceType\"\\s*:\\s*\"([A-Za-z]+)\"");

    private final Words words = Said.words();

    @Test
    void hasANameAndReadableFacts() {
        List<Entry> all = examples().map(words::entry).toList();

        assertThat(all.stream().map(Entry::type).distinct()).containsAll(TYPES);
        assertThat(all).hasSizeGreaterThan(200);
        for (Entry entry : all) {
            assertThat(entry.kind()).as(entry.reference()).isNotBlank();
            for (String said : said(entry)) {
                assertThat(said).as(entry.reference()).isNotBlank().doesNotContain("urn:oid", "org.hl7", "Optional");
            }
            for (Fact fact : entry.facts()) {
                assertThat(fact.label()).as(entry.reference()).matches("\\p{Lu}.*");
            }
        }
    }

    private static List<String> said(Entry entry) {
        return Stream.concat(Stream.of(entry.name()), entry.facts().stream().flatMap(fact -> fact.values().stream()
                        .map(Value::words)))
                .toList();
    }

    @Test
    void isUnchangedBesideItself() {
        examples().forEach(each -> assertThat(words.changes(words.entry(each), words.entry(each)))
                .containsExactly("Nothing that can be read changed"));
    }

    private static Stream<Resource> examples() {
        return text("/spec-json.txt")
                .lines()
                .map(line -> line.substring(line.lastIndexOf('/') + 1))
                .filter(name -> name.endsWith(".json"))
                .map(name -> text("/json/spec/" + name))
                .filter(json -> TYPES.contains(type(json)))
                .map(json ->
                        (Resource) FhirContext.forR4Cached().newJsonParser().parseResource(json));
    }

    private static String type(String json) {
        return Optional.of(TYPE.matcher(json))
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .orElse("");
    }

    private static String text(String path) {
        try (InputStream found = Optional.ofNullable(EveryResourceTest.class.getResourceAsStream(path))
                .orElseThrow(() -> new IllegalStateException("not on the class path: " + path))) {
            return new String(found.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
