package io.candour.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.springframework.util.FileSystemUtils;

/**
 * Synthea's people as an NHS server would hold them: NHS numbers of the test range in place of American identifiers, ODS
 * codes, SDS user ids, a practice for everyone and laboratories' ranges. The same input gives the same files.
 *
 * <p>References between bundles stay Synthea's conditional references ({@code Practitioner?identifier=...}), which the
 * server resolves for its feeder.
 */
final class SyntheaPeople {
    /** Another number makes every demo load its people afresh. */
    static final int VERSION = 3;

    static final String ODS_CODE = "https://fhir.nhs.uk/Id/ods-organization-code";
    static final String SDS_USER_ID = "https://fhir.nhs.uk/Id/sds-user-id";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String SYNTHEA = "https://github.com/synthetichealth/synthea";
    private static final String NPI = "http://hl7.org/fhir/sid/us-npi";

    private SyntheaPeople() {}

    /**
     * Reads Synthea's FHIR folder and writes transaction bundles, named in the order in which they are to be loaded.
     *
     * @param folder emptied first
     * @return who plays whom
     * @throws DemoProblem if the people are too few for the parts
     */
    static Cast write(Path synthea, Path folder) throws IOException {
        FileSystemUtils.deleteRecursively(folder);
        Files.createDirectories(folder);
        List<SyntheaPerson> people = new ArrayList<>();
        for (Path file : files(synthea, "*-*.json")) {
            people.add(SyntheaPerson.read(file));
        }
        Casting casting = Casting.of(people)
                .orElseThrow(() -> new DemoProblem(
                        "Too few of %d synthetic people fit the demo's accounts: try -Dcandour.demo.patients=20"
                                .formatted(people.size())));

        JsonNode hospitals = read(only(files(synthea, "hospitalInformation*")));
        SyntheaRegister organisations =
                new SyntheaRegister("Organization", SYNTHEA, resources(hospitals, "Organization"));
        organisations.number(
                List.of(casting.practice(), casting.hospital()),
                (organisation, n) -> identify(organisation, ODS_CODE, "Z9%04d".formatted(n)));
        save(hospitals, folder.resolve("01-organisations.json"));

        JsonNode staff = read(only(files(synthea, "practitionerInformation*")));
        SyntheaRegister practitioners = new SyntheaRegister("Practitioner", NPI, resources(staff, "Practitioner"));
        practitioners.number(
                List.of(casting.gp(), casting.consultant()),
                (practitioner, n) -> identify(practitioner, SDS_USER_ID, "5551%08d".formatted(n)));
        save(staff, folder.resolve("02-practitioners.json"));

        Set<SyntheaPerson> order = new LinkedHashSet<>(casting.patients());
        order.addAll(people);
        Iterator<String> numbers = NhsNumber.testNumbers().iterator();
        int count = 0;
        for (SyntheaPerson person : order) {
            count++;
            JsonNode bundle = read(person.file());
            String number = numbers.next();
            JsonNode whose = resources(bundle, "Patient").findFirst().orElseThrow();
            resources(bundle, "Observation").forEach(result -> LaboratoryRanges.addTo(result, whose));
            resources(bundle, "Patient").forEach(patient -> {
                settle(patient, number);
                patient.set("managingOrganization", reference(person.practice(), organisations));
                patient.withArray("generalPractitioner")
                        .add(reference(person.practice(), organisations))
                        .add(reference(person.practitioner(), practitioners));
            });
            save(bundle, folder.resolve(fileOf(count)));
        }
        List<String> first = NhsNumber.testNumbers().limit(3).toList();
        return new Cast(Map.of(
                "patient", patient(casting.patient(), first.get(0)),
                "patient2", patient(casting.patient2(), first.get(1)),
                "carer", carer(casting.carer(), first.get(2), first.get(0)),
                "gp", staff(practitioners.at(casting.gp()), organisations.at(casting.practice())),
                "consultant", staff(practitioners.at(casting.consultant()), organisations.at(casting.hospital()))));
    }

    /** The bundle of the n-th person, from 1. */
    static String fileOf(int n) {
        return "03-person-%05d.json".formatted(n);
    }

    /** Gives a patient their NHS number and takes the identifiers that only an American record holds. */
    private static void settle(ObjectNode patient, String nhsNumber) {
        patient.withArray("identifier")
                .removeIf(identifier -> !identifier.path("system").asText().equals(SYNTHEA));
        identify(patient, NhsNumber.SYSTEM, nhsNumber);
    }

    private static ObjectNode reference(String reference, SyntheaRegister register) {
        JsonNode name = register.at(reference).path("name");
        return JSON.createObjectNode()
                .put("reference", reference)
                .put(
                        "display",
                        name.isTextual()
                                ? name.asText()
                                : "Dr. %s %s"
                                        .formatted(
                                                name.at("/0/given/0").asText(),
                                                name.at("/0/family").asText()));
    }

    private static Cast.Part patient(SyntheaPerson person, String nhsNumber) {
        return new Cast.Part(
                person.given(),
                person.family(),
                Map.of("nhs_number", nhsNumber, "birthdate", person.birthDate().toString()));
    }

    /** Who acts for another person as well. */
    private static Cast.Part carer(SyntheaPerson person, String nhsNumber, String actsFor) {
        Cast.Part self = patient(person, nhsNumber);
        Map<String, String> attributes = new TreeMap<>(self.attributes());
        attributes.put("acts_for", actsFor);
        return new Cast.Part(self.given(), self.family(), attributes);
    }

    private static Cast.Part staff(JsonNode practitioner, JsonNode organisation) {
        return new Cast.Part(
                practitioner.at("/name/0/given/0").asText(),
                practitioner.at("/name/0/family").asText(),
                Map.of(
                        "sds_user_id",
                        SyntheaRegister.identifier(practitioner, SDS_USER_ID),
                        "ods_code",
                        SyntheaRegister.identifier(organisation, ODS_CODE)));
    }

    private static Stream<ObjectNode> resources(JsonNode bundle, String type) {
        return StreamSupport.stream(bundle.path("entry").spliterator(), false)
                .map(entry -> (ObjectNode) entry.path("resource"))
                .filter(resource -> resource.path("resourceType").asText().equals(type));
    }

    private static void identify(JsonNode resource, String system, String value) {
        ArrayNode identifiers = resource.withArray("identifier");
        identifiers.insert(0, JSON.createObjectNode().put("system", system).put("value", value));
    }

    private static JsonNode read(Path file) throws IOException {
        return JSON.readTree(Files.readAllBytes(file));
    }

    private static void save(JsonNode bundle, Path file) throws IOException {
        ((ObjectNode) bundle).put("type", "transaction");
        bundle.path("entry").forEach(entry -> withoutAmericanProfile((ObjectNode) entry.path("resource")));
        Files.write(file, JSON.writeValueAsBytes(bundle));
    }

    /** Synthea's meta holds nothing but the profiles of US Core, which these resources no longer follow. */
    private static void withoutAmericanProfile(ObjectNode resource) {
        resource.remove("meta");
    }

    private static List<Path> files(Path folder, String glob) throws IOException {
        List<Path> files = new ArrayList<>();
        try (var found = Files.newDirectoryStream(folder, glob)) {
            found.forEach(files::add);
        }
        return files.stream().sorted().toList();
    }

    private static Path only(List<Path> files) {
        if (files.size() != 1) {
            throw new IllegalStateException("Not the one file expected, delete target/synthea: " + files);
        }
        return files.get(0);
    }
}
