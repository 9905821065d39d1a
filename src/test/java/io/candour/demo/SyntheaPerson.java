package io.candour.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What casting and care relationships need to know of one of Synthea's patient bundles.
 *
 * @param file the bundle
 * @param visits number of encounters by organisation, each as the conditional reference Synthea wrote
 * @param practice organisation of the latest check-up, or the one visited most
 * @param practitioner who did that check-up
 * @param seenBy the practitioner of the latest encounter by organisation, both as references
 * @param weighings how often body weight was measured
 */
record SyntheaPerson(
        Path file,
        String given,
        String family,
        LocalDate birthDate,
        Map<String, Integer> visits,
        String practice,
        String practitioner,
        Map<String, String> seenBy,
        Set<String> conditions,
        int weighings,
        int resources) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<String> CHECK_UPS = Set.of("162673000", "410620009");
    private static final String BODY_WEIGHT = "29463-7";

    static SyntheaPerson read(Path file) throws IOException {
        List<JsonNode> all = stream(JSON.readTree(Files.readAllBytes(file)).path("entry"))
                .map(entry -> entry.path("resource"))
                .toList();
        JsonNode patient = all.stream().filter(type("Patient")).findFirst().orElseThrow();
        List<JsonNode> encounters = all.stream().filter(type("Encounter")).toList();
        Map<String, Integer> visits = new HashMap<>();
        Map<String, String> seenBy = new HashMap<>();
        encounters.forEach(encounter -> {
            visits.merge(provider(encounter), 1, Integer::sum);
            seenBy.put(provider(encounter), practitioner(encounter));
        });
        JsonNode home = homeVisit(encounters, visits);
        return new SyntheaPerson(
                file,
                patient.at("/name/0/given/0").asText(),
                patient.at("/name/0/family").asText(),
                LocalDate.parse(patient.path("birthDate").asText()),
                Map.copyOf(visits),
                provider(home),
                practitioner(home),
                Map.copyOf(seenBy),
                all.stream().filter(type("Condition")).map(SyntheaPerson::code).collect(Collectors.toUnmodifiableSet()),
                (int) all.stream()
                        .filter(type("Observation"))
                        .filter(observation -> code(observation).equals(BODY_WEIGHT))
                        .count(),
                all.size());
    }

    boolean knows(String organisation) {
        return visits.containsKey(organisation) || practice.equals(organisation);
    }

    private static JsonNode homeVisit(List<JsonNode> encounters, Map<String, Integer> visits) {
        Optional<JsonNode> checkUp = encounters.stream()
                .filter(encounter ->
                        CHECK_UPS.contains(encounter.at("/type/0/coding/0/code").asText()))
                .reduce((earlier, later) -> later);
        return checkUp.orElseGet(() -> {
            String most = visits.entrySet().stream()
                    .max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                    .orElseThrow()
                    .getKey();
            return encounters.stream()
                    .filter(encounter -> provider(encounter).equals(most))
                    .findFirst()
                    .orElseThrow();
        });
    }

    private static Predicate<JsonNode> type(String type) {
        return resource -> resource.path("resourceType").asText().equals(type);
    }

    private static String code(JsonNode resource) {
        return resource.at("/code/coding/0/code").asText();
    }

    private static String provider(JsonNode encounter) {
        return encounter.at("/serviceProvider/reference").asText();
    }

    private static String practitioner(JsonNode encounter) {
        return encounter.at("/participant/0/individual/reference").asText();
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
