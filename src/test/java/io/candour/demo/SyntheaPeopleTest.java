package io.candour.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the demo's contract says of its people, held against what Synthea really made. */
class SyntheaPeopleTest {
    private static final Path SYNTHEA = DemoSettings.ofDemo().synthea();
    private static final long LARGEST = 30_000_000;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static Cast cast;

    @BeforeAll
    static void write() throws IOException {
        cast = SyntheaPeople.write(SYNTHEA, folder);
    }

    @Test
    void everyPatientHasAnNhsNumberOfTheirOwnAndNoAmericanOne() throws IOException {
        Set<String> numbers = new HashSet<>();
        for (JsonNode patient : all("Patient")) {
            String number = SyntheaRegister.identifier(patient, NhsNumber.SYSTEM);
            assertThat(number).startsWith("999");
            assertThat(NhsNumber.checkDigit(Integer.parseInt(number.substring(0, 9))))
                    .hasValue(number.charAt(9) - '0');
            assertThat(numbers.add(number)).isTrue();
            assertThat(patient.path("identifier").findValuesAsText("system"))
                    .containsExactly(NhsNumber.SYSTEM, "https://github.com/synthetichealth/synthea");
            assertThat(patient.path("name").toString()).doesNotContainPattern("\\d");
        }
        assertThat(numbers).hasSize(DemoSettings.ofDemo().patients());
    }

    @Test
    void everyPatientIsHeldByAPracticeThatIsLoaded() throws IOException {
        List<String> known = all("Organization").stream()
                .map(organisation -> "Organization?identifier=https://github.com/synthetichealth/synthea|"
                        + SyntheaRegister.identifier(organisation, "https://github.com/synthetichealth/synthea"))
                .toList();
        for (JsonNode patient : all("Patient")) {
            String practice = patient.at("/managingOrganization/reference").asText();
            assertThat(known).contains(practice);
            assertThat(patient.at("/generalPractitioner/0/reference").asText()).isEqualTo(practice);
            assertThat(patient.at("/generalPractitioner/1/reference").asText()).startsWith("Practitioner?identifier=");
        }
    }

    @Test
    void organisationsAndPractitionersHaveCodesOfTheirOwn() throws IOException {
        assertThat(all("Organization").stream().map(one -> SyntheaRegister.identifier(one, SyntheaPeople.ODS_CODE)))
                .doesNotHaveDuplicates()
                .allMatch(code -> code.matches("Z9\\d{4}"));
        assertThat(all("Practitioner").stream().map(one -> SyntheaRegister.identifier(one, SyntheaPeople.SDS_USER_ID)))
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("\\d{12}"));
    }

    @Test
    void patientIsSeenByTheConsultantAndHeldByTheGpAndPatient2ByNeither() throws IOException {
        String practice = organisation(cast.attribute("gp", "ods_code"));
        String hospital = organisation(cast.attribute("consultant", "ods_code"));
        assertThat(practice).isNotEqualTo(hospital);
        assertThat(organisationsOf(bundle("patient"))).contains(practice, hospital);
        assertThat(organisationsOf(bundle("patient2"))).doesNotContain(practice, hospital);
    }

    @Test
    void patientIsAnAdultWithSeveralWeighingsAndASensitiveCondition() throws IOException {
        List<String> codes = bundle("patient").findValues("coding").stream()
                .map(codings -> codings.at("/0/code").asText())
                .toList();
        assertThat(cast.attribute("patient", "birthdate")).isLessThan("2007-01-01");
        assertThat(codes.stream().filter("29463-7"::equals)).hasSizeGreaterThan(2);
        assertThat(codes).containsAnyOf("86406008", "370143000", "5602001", "6525002");
    }

    @Test
    void adultsResultsHaveTheRangesOfLaboratoriesAndChildrensHaveNone() throws IOException {
        int ranges = 0;
        for (Path file : files().subList(2, files().size())) {
            JsonNode bundle = json(file);
            String birth = bundle.at("/entry/0/resource/birthDate").asText();
            for (JsonNode entry : bundle.path("entry")) {
                JsonNode range = entry.at("/resource/referenceRange/0");
                if (!range.isMissingNode()) {
                    ranges++;
                    assertThat(entry.at("/resource/effectiveDateTime").asText())
                            .isGreaterThan(LocalDate.parse(birth).plusYears(18).toString());
                    assertThat(range.findValuesAsText("code"))
                            .isNotEmpty()
                            .containsOnly(
                                    entry.at("/resource/valueQuantity/code").asText());
                }
            }
        }
        assertThat(ranges).isGreaterThan(1_000);
    }

    @Test
    void theCastsIdentifiersAreFixed() {
        assertThat(cast.attribute("patient", "nhs_number")).isEqualTo("9990000018");
        assertThat(cast.attribute("patient2", "nhs_number")).isEqualTo("9990000026");
        assertThat(cast.attribute("carer", "nhs_number")).isEqualTo("9990000034");
        assertThat(cast.attribute("gp", "ods_code")).isEqualTo("Z90001");
        assertThat(cast.attribute("consultant", "ods_code")).isEqualTo("Z90002");
        assertThat(cast.attribute("consultant", "sds_user_id")).isEqualTo("555100000002");
    }

    @Test
    void filesAreTransactionsInLoadingOrderOfALoadableSize() throws IOException {
        List<Path> files = files();
        assertThat(files.get(0)).hasFileName("01-organisations.json");
        assertThat(files.get(1)).hasFileName("02-practitioners.json");
        for (Path file : files) {
            assertThat(Files.size(file)).isLessThan(LARGEST);
            assertThat(json(file).path("type").asText()).isEqualTo("transaction");
        }
    }

    @Test
    void sameInputGivesTheSameFiles(@TempDir Path again) throws IOException {
        assertThat(SyntheaPeople.write(SYNTHEA, again)).isEqualTo(cast);
        for (Path file : files()) {
            assertThat(again.resolve(file.getFileName())).hasSameBinaryContentAs(file);
        }
    }

    @Test
    void tooFewPeopleAreALineThatSaysWhatToDo(@TempDir Path few, @TempDir Path into) throws IOException {
        try (Stream<Path> files = Files.list(SYNTHEA)) {
            for (Path file :
                    files.filter(file -> file.toString().contains("-")).limit(2).toList()) {
                Files.copy(file, few.resolve(file.getFileName()));
            }
        }
        assertThatThrownBy(() -> SyntheaPeople.write(few, into))
                .isInstanceOf(DemoProblem.class)
                .hasMessageContaining("-Dcandour.demo.patients=20");
    }

    private static String organisation(String odsCode) throws IOException {
        return all("Organization").stream()
                .filter(organisation -> SyntheaRegister.identifier(organisation, SyntheaPeople.ODS_CODE)
                        .equals(odsCode))
                .map(organisation ->
                        SyntheaRegister.identifier(organisation, "https://github.com/synthetichealth/synthea"))
                .findFirst()
                .orElseThrow();
    }

    private static Set<String> organisationsOf(JsonNode bundle) {
        Set<String> references = new HashSet<>();
        bundle.findValues("serviceProvider")
                .forEach(provider -> references.add(provider.path("reference").asText()));
        bundle.findValues("managingOrganization")
                .forEach(org -> references.add(org.path("reference").asText()));
        return references.stream()
                .map(reference -> reference.substring(reference.indexOf('|') + 1))
                .collect(java.util.stream.Collectors.toSet());
    }

    private static JsonNode bundle(String account) throws IOException {
        String number = cast.attribute(account, "nhs_number");
        for (Path file : files()) {
            JsonNode bundle = json(file);
            if (bundle.at("/entry/0/resource/identifier/0/value").asText().equals(number)) {
                return bundle;
            }
        }
        throw new AssertionError("No bundle of " + account);
    }

    private static List<JsonNode> all(String type) throws IOException {
        Stream.Builder<JsonNode> found = Stream.builder();
        for (Path file : files()) {
            StreamSupport.stream(json(file).path("entry").spliterator(), false)
                    .map(entry -> entry.path("resource"))
                    .filter(resource -> resource.path("resourceType").asText().equals(type))
                    .forEach(found);
        }
        return found.build().toList();
    }

    private static JsonNode json(Path file) throws IOException {
        return JsonMapper.builder().build().readTree(Files.readAllBytes(file));
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
