package io.candour.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.candour.consent.Category;
import io.candour.consent.Confidentiality;
import io.candour.consent.Effect;
import io.candour.consent.ItemFacts;
import io.candour.consent.Provision;
import io.candour.release.ExtractTerms.Dates;
import io.candour.release.Passing.State;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Period;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is in an extract, on a real database, opened as the recipient opens it. */
class ExtractionTest {
    private static final String GENETIC = "http://loinc.org|51969-4";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path place;

    private ExtractWorld extracts;

    @BeforeEach
    void world() {
        extracts = new ExtractWorld(place);
    }

    private void people(int count) {
        for (int i = 0; i < count; i++) {
            extracts.person("p" + i, CountedWorld.ASTHMA, "2025-06-01");
        }
    }

    private List<JsonNode> made(String id) {
        Extract extract = extracts.made(extracts.airlock(), id, extracts.world.programme);
        assertThat(extract.state()).isEqualTo(State.ANSWERED);
        return ExtractWorld.read(extracts.held(id, 1));
    }

    @Test
    void makeWhenFewHaveBirthYearSexAndAreaTogetherThenTheyAreNotTold() {
        people(7);
        for (int i = 3; i < 6; i++) {
            extracts.world.person("p" + i, "1990-01-01", "male", "LS1 4AP");
        }
        extracts.world.person("p6", "1990-01-01", "female", "LS1 4AP");

        List<JsonNode> patients = made("e").stream()
                .filter(each -> each.path("resourceType").asText().equals("Patient"))
                .toList();

        assertThat(patients).hasSize(7);
        assertThat(patients.stream().filter(each -> each.has("address") && each.has("birthDate") && each.has("gender")))
                .as("of which there are three each")
                .hasSize(6);
        assertThat(patients).anySatisfy(each -> {
            assertThat(each.has("address")).isFalse();
            assertThat(each.has("birthDate")).isFalse();
            assertThat(each.has("gender")).isFalse();
        });
    }

    private static List<String> codes(List<JsonNode> lines) {
        return lines.stream()
                .map(each -> each.at("/code/coding/0/code").asText())
                .filter(code -> !code.isEmpty())
                .toList();
    }

    @Test
    void makeWhenFourSayYesThenTheirRowsAreThereAndNobodysName() {
        people(4);

        List<JsonNode> lines = made("e");

        assertThat(lines).hasSize(8);
        assertThat(lines.toString())
                .contains("195967001", "\"2025-06\"", "\"1980\"", "\"LS\"")
                .doesNotContain("p0", "Somebody", "words", "Words", "LS1", "1980-03", "2025-06-01");
        assertThat(lines)
                .allSatisfy(each -> assertThat(each.path("id").asText()).matches("[0-9a-f]{32}"));
        Set<String> patients = new TreeSet<>();
        Set<String> subjects = new TreeSet<>();
        for (JsonNode each : lines) {
            boolean patient = each.path("resourceType").asText().equals("Patient");
            (patient ? patients : subjects).add(whose(each));
        }
        assertThat(subjects).isEqualTo(patients).hasSize(4);
    }

    @Test
    void makeThenOnlyWhatMayLeaveIsThere() {
        people(4);
        String sensitive = "http://snomed.info/sct|86406008";
        String old = "http://snomed.info/sct|1";
        for (int i = 0; i < 4; i++) {
            String patient = "p" + i;
            extracts.condition("old" + i, patient, old, "2001-01-01");
            extracts.condition("genetic" + i, patient, GENETIC, "2025-06-01");
            extracts.condition("local" + i, patient, "http://example.org|x" + i, "2025-06-01");
            extracts.item(
                    "Condition",
                    "wrong" + i,
                    patient,
                    Category.CONDITIONS,
                    "http://snomed.info/sct|2",
                    "2025-06-01",
                    ",\"verificationStatus\":{\"coding\":[{\"code\":\"entered-in-error\"}]}");
            extracts.item(
                    "DocumentReference",
                    "letter" + i,
                    patient,
                    Category.DOCUMENTS,
                    "http://loinc.org|3",
                    "2025-06-01",
                    "");
            extracts.item(
                    "Procedure",
                    "done" + i,
                    patient,
                    Category.PROCEDURES,
                    "http://snomed.info/sct|4",
                    "2025-06-01",
                    "");
            labelled("labelled" + i, patient, sensitive);
            ofTwo("two" + i, patient, "p" + (i + 1) % 4);
        }

        assertThat(codes(made("e"))).hasSize(4).containsOnly("195967001");
    }

    private void labelled(String id, String patient, String code) {
        ItemFacts plain = CountedWorld.facts(
                "Condition",
                id,
                patient,
                Category.CONDITIONS,
                Set.of(code),
                Set.of(),
                Optional.of(CountedWorld.on("2025-06-01")));
        extracts.world.item(
                CountedWorld.labelled(plain, Confidentiality.R, Set.of("HIV")),
                "{\"resourceType\":\"Condition\",\"id\":\"%s\",\"code\":{\"coding\":[{\"system\":\"http://snomed.info/sct\",\"code\":\"86406008\"}]}}"
                        .formatted(id));
    }

    private void ofTwo(String id, String one, String another) {
        extracts.world.item(
                CountedWorld.facts(
                                "Condition",
                                id,
                                one,
                                Category.CONDITIONS,
                                Set.of(CountedWorld.COLD),
                                Set.of(),
                                Optional.of(CountedWorld.on("2025-06-01")))
                        .of(List.of(one, another)),
                "{\"resourceType\":\"Condition\",\"id\":\"%s\",\"code\":{\"coding\":[{\"system\":\"http://snomed.info/sct\",\"code\":\"82272006\"}]}}"
                        .formatted(id));
    }

    @Test
    void makeWhenSomebodySaysNoOrNothingThenTheyAreNotThere() {
        people(4);
        extracts.person("no", CountedWorld.ASTHMA, "2025-06-01");
        extracts.world.chooses("no", CountedWorld.no());
        extracts.person("silent", CountedWorld.ASTHMA, "2025-06-01");
        extracts.world.chooses("silent");

        assertThat(made("e")).hasSize(8);
        assertThat(in("e")).containsExactly("p0", "p1", "p2", "p3");
    }

    @Test
    void makeWhenAYesIsToSomeThingsThenThoseAlone() {
        people(3);
        extracts.person("some", CountedWorld.ASTHMA, "2025-06-01");
        extracts.world.chooses(
                "some",
                CountedWorld.research(
                        "some",
                        Provision.builder(Effect.PERMIT)
                                .types(Set.of("Condition"))
                                .build()));

        assertThat(made("e"))
                .filteredOn(each -> each.path("resourceType").asText().equals("Patient"))
                .hasSize(3);
        assertThat(extracts.world.copies.of("some", 10).get(0).classes()).containsExactly(Category.CONDITIONS);
        assertThat(extracts.world.copies.of("p0", 10).get(0).classes())
                .containsExactly(Category.DETAILS, Category.CONDITIONS);
    }

    private List<String> in(String extract) {
        return extracts.world
                .database
                .jdbc()
                .queryForList(
                        "select patient from candour.extracted where extract = ? order by patient",
                        String.class,
                        extract);
    }

    @Test
    void makeWhenAValueIsHadByFewThenItIsLeftOut() {
        people(4);
        extracts.condition("rare", "p0", "http://snomed.info/sct|190905008", "2025-06-01");
        extracts.condition("when", "p1", CountedWorld.ASTHMA, "2024-02-03");

        List<JsonNode> lines = made("e");

        assertThat(lines.toString()).doesNotContain("190905008").doesNotContain("2024-02");
        assertThat(codes(lines)).hasSize(5);
        assertThat(everyValueIsHadByAtLeast(lines)).isGreaterThanOrEqualTo(ExtractWorld.FEWEST);
    }

    @Test
    void makeThenTheHashesAreThoseOfTheFiles() throws Exception {
        people(4);
        made("e");

        for (Extract.File file :
                extracts.find("e").latest().orElseThrow().made().orElseThrow().files()) {
            Path sealed = extracts.held("e", 1).resolve(file.name());
            String content = ExtractWorld.opened(sealed, ExtractWorld.KEY);
            assertThat(file.lines()).isEqualTo(content.lines().count()).isEqualTo(4);
            assertThat(file.content()).isEqualTo(sha256(content.getBytes(StandardCharsets.UTF_8)));
            assertThat(file.sealed()).isEqualTo(sha256(Files.readAllBytes(sealed)));
        }
        assertThat(place.resolve("extracts").resolve("making")).isEmptyDirectory();
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    /** A town of people with things at random, of whom two recipients get all. */
    @ParameterizedTest
    @EnumSource(Dates.class)
    void twoRecipientsWhenTheyPutTheirFilesTogetherThenNoColumnJoinsAPerson(Dates dates) {
        Random random = new Random(dates.ordinal());
        List<String> conditions = List.of(CountedWorld.ASTHMA, CountedWorld.COLD, "http://snomed.info/sct|38341003");
        for (int i = 0; i < 60; i++) {
            String patient = "town" + i;
            extracts.world.chooses(patient, CountedWorld.yes());
            extracts.world.person(
                    patient,
                    (1925 + random.nextInt(95)) + "-0" + (1 + random.nextInt(9)) + "-11",
                    random.nextBoolean() ? "female" : "male",
                    List.of("LS1 4AP", "M1 1AE", "EC1A 1BB", "ZE1 0AA").get(random.nextInt(20) / 6));
            for (int k = 0; k < random.nextInt(6); k++) {
                extracts.condition(
                        patient + "-c" + k,
                        patient,
                        conditions.get(random.nextInt(3)),
                        "20%02d-%02d-15".formatted(18 + random.nextInt(8), 1 + random.nextInt(12)));
                extracts.item(
                        "Observation",
                        patient + "-o" + k,
                        patient,
                        Category.MEASUREMENTS,
                        CountedWorld.HEIGHT,
                        "2025-06-01",
                        (",\"valueQuantity\":{\"value\":%d.%d,\"unit\":\"cm\",\"system\":\"http://unitsofmeasure.org\","
                                        + "\"code\":\"cm\"}")
                                .formatted(150 + random.nextInt(50), random.nextInt(10)));
            }
        }
        ExtractAirlock airlock = extracts.airlock(extracts.rules(dates, Period.ofYears(10)));
        extracts.made(airlock, "one", extracts.world.programme);
        extracts.made(airlock, "two", extracts.other);

        List<JsonNode> one = ExtractWorld.read(extracts.held("one", 1));
        List<JsonNode> two = ExtractWorld.read(extracts.held("two", 1));

        assertThat(one).hasSizeGreaterThan(150);
        assertThat(everyValueIsHadByAtLeast(one)).isGreaterThanOrEqualTo(ExtractWorld.FEWEST);
        assertThat(everyValueIsHadByAtLeast(two)).isGreaterThanOrEqualTo(ExtractWorld.FEWEST);
        Set<String> ids = ids(one);
        ids.retainAll(ids(two));
        assertThat(ids).as("pseudonyms in common").isEmpty();
        assertThat(extracts.world.copies.of("town0", 10)).hasSize(2);
        List<String> order = inOrder("one", one);
        assertThat(order).as("their places").isNotEqualTo(inOrder("two", two));
    }

    /** Whose the lines are, in their order; as only somebody with the key knows. */
    private List<String> inOrder(String extract, List<JsonNode> lines) {
        Extract found = extracts.find(extract);
        Pseudonyms pseudonyms = PseudonymKeys.read(place.resolve("keys"))
                .of("first", found.recipient(), found.programme())
                .orElseThrow();
        Map<String, String> people = new LinkedHashMap<>();
        in(extract).forEach(each -> people.put(pseudonyms.of("Patient", each), each));
        List<String> order = new ArrayList<>();
        lines.stream()
                .filter(each -> each.path("resourceType").asText().equals("Patient"))
                .forEach(each -> order.add(people.get(each.path("id").asText())));
        return order;
    }

    private static Set<String> ids(List<JsonNode> lines) {
        Set<String> ids = new TreeSet<>();
        lines.forEach(each -> {
            ids.add(each.path("id").asText());
            each.findValuesAsText("reference").forEach(reference -> ids.add(reference.replaceFirst(".*/", "")));
        });
        return ids;
    }

    private static String whose(JsonNode line) {
        String subject = line.at("/subject/reference").asText();
        return subject.isEmpty() ? "Patient/" + line.path("id").asText() : subject;
    }

    /** The fewest people who have any one value of any column that is no pseudonym. */
    private static int everyValueIsHadByAtLeast(List<JsonNode> lines) {
        Map<String, Set<String>> people = new TreeMap<>();
        for (JsonNode line : lines) {
            String whose = whose(line);
            columns(line.path("resourceType").asText(), line, (column, value) -> people.computeIfAbsent(
                            column + "=" + value, any -> new TreeSet<>())
                    .add(whose));
        }
        return people.values().stream().mapToInt(Set::size).min().orElseThrow();
    }

    private static void columns(String path, JsonNode node, BiConsumer<String, String> found) {
        if (node.isValueNode()) {
            boolean own = path.endsWith(".id") || path.endsWith(".reference") || path.endsWith(".resourceType");
            if (!own) {
                found.accept(path, node.asText());
            }
        } else if (node.isArray()) {
            node.forEach(each -> columns(path, each, found));
        } else {
            node.fields().forEachRemaining(each -> columns(path + "." + each.getKey(), each.getValue(), found));
        }
    }

    @Test
    void keysWhenANewOneIsInForceThenPseudonymsAreOthersAndTheOldAreStillKnown() {
        people(4);
        Set<String> before = ids(made("e"));
        assertThat(ids(made("again"))).as("the same key").isEqualTo(before);
        extracts.write("keys", "first " + "A".repeat(44) + "\nsecond " + "B".repeat(44) + "\n");

        Set<String> after = ids(made("later"));

        assertThat(after).hasSameSizeAs(before).doesNotContainAnyElementsOf(before);
        assertThat(extracts.find("e")
                        .latest()
                        .orElseThrow()
                        .made()
                        .orElseThrow()
                        .key())
                .isEqualTo("first");
        assertThat(extracts.find("later")
                        .latest()
                        .orElseThrow()
                        .made()
                        .orElseThrow()
                        .key())
                .isEqualTo("second");
        assertThat(before)
                .contains(PseudonymKeys.read(place.resolve("keys"))
                        .of("first", CountedWorld.ODS, "programme")
                        .orElseThrow()
                        .of("Patient", "p0"));
    }
}
