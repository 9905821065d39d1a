package io.candour.interference;

import static java.util.stream.Collectors.joining;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What one person asks in one world, by chance: reads, searches in every form, page walks, batches, histories and
 * versions, operations known and unknown, and writes that cannot succeed.
 *
 * <p>INVARIANT: no question, answered rightly, stores anything.
 */
final class Questions {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String JSON = "application/fhir+json";

    private static final List<String> OPERATIONS = List.of(
            "$everything",
            "$meta",
            "$validate",
            "$export",
            "$graphql",
            "$diff",
            "$expunge",
            "$reindex",
            "$lastn",
            "$match",
            "$summary",
            "$docref",
            "$process-message",
            "$hapi.fhir.replace-references",
            "$binary-access-read");

    private static final List<Map.Entry<String, String>> HEADERS = List.of(
            Map.entry("If-None-Match", "W/\"1\""),
            Map.entry("If-None-Match", "*"),
            Map.entry("If-Modified-Since", "Wed, 21 Oct 2015 07:28:00 GMT"),
            Map.entry("If-Modified-Since", "Wed, 21 Oct 2065 07:28:00 GMT"),
            Map.entry("If-Match", "W/\"1\""),
            Map.entry("If-None-Exist", "identifier=x"),
            Map.entry("Prefer", "return=minimal"),
            Map.entry("Prefer", "respond-async"),
            Map.entry("Prefer", "handling=strict"),
            Map.entry("Cache-Control", "no-store"),
            Map.entry("Cache-Control", "no-cache, max-results=1"),
            Map.entry("X-Meta-Snapshot-Mode", "SUMMARY"),
            Map.entry("X-Progress", "x"),
            Map.entry("Accept", "application/fhir+xml"),
            Map.entry("Accept", "text/csv"),
            Map.entry("Accept", "*/*"),
            Map.entry("Range", "bytes=0-10"));

    private final Capabilities capabilities;
    private final Searches searches;
    private final Past past;
    private final Random random;
    private final Person person;
    private final List<String> patients;
    private final List<Key> visible;
    private final List<Key> withheld;
    private final List<String> types;

    /**
     * @param patients whom the world is about
     * @param visible items that this person may see
     * @param withheld items that this person may not see, deleted ones too
     */
    Questions(
            Capabilities capabilities,
            Searches searches,
            Past past,
            Random random,
            Person person,
            List<String> patients,
            List<Key> visible,
            List<Key> withheld) {
        this.capabilities = capabilities;
        this.searches = searches;
        this.past = past;
        this.random = random;
        this.person = person;
        this.patients = patients;
        this.visible = visible;
        this.withheld = withheld;
        this.types = typesByUse();
    }

    /** Types of stored items come up more often than types of which there are none. */
    private List<String> typesByUse() {
        List<String> types = new ArrayList<>(capabilities.types().keySet());
        for (List<Key> items : List.of(visible, withheld)) {
            List<String> stored = items.stream().map(Key::type).distinct().toList();
            for (int i = 0; i < 8; i++) {
                types.addAll(stored);
            }
        }
        types.removeIf(type -> !capabilities.types().containsKey(type));
        return types;
    }

    /** So many questions. */
    List<Question> make(int count) {
        List<Question> questions = new ArrayList<>();
        while (questions.size() < count) {
            questions.add(one());
        }
        return questions;
    }

    private Question one() {
        int kind = random.nextInt(100);
        if (kind < 34) {
            return odd(Question.get(search()));
        }
        if (kind < 54) {
            return odd(Question.get(item().reference()));
        }
        if (kind < 64) {
            return Question.get(walk()).following(15);
        }
        if (kind < 70) {
            String type = any(types);
            return odd(Question.send("POST", type + "/_search", FORM, query(type)));
        }
        if (kind < 75) {
            String type = any(types);
            return odd(Question.get(
                    "Patient/" + any(patients) + "/" + type + "?" + searches.query(type, List.of(), ids())));
        }
        if (kind < 82) {
            return batch();
        }
        if (kind < 88) {
            return versions();
        }
        if (kind < 95) {
            return operation();
        }
        return write();
    }

    private String search() {
        String type = any(types);
        return type + "?" + query(type);
    }

    private String query(String type) {
        boolean own = person.asksForThemselves() && random.nextBoolean();
        return searches.query(type, own ? List.of() : whose(), ids());
    }

    /** Mostly the one whom this person knows. */
    private List<String> whose() {
        return random.nextInt(4) > 0 ? List.of(person.subject()) : patients;
    }

    private String walk() {
        String type = any(types);
        String whose = capabilities.of(type).parameters().containsKey("patient") ? "patient=" + any(whose()) + "&" : "";
        String date = type.equals("AuditEvent") ? "&" + searches.query(type, List.of(), List.of()) : "";
        String sort = random.nextBoolean() ? "&_sort=" + any(List.of("date", "-date", "_lastUpdated")) : "";
        return type + "?" + whose + "_count=" + (1 + random.nextInt(9)) + (date.isEmpty() ? sort : date);
    }

    private Key item() {
        return switch (random.nextInt(10)) {
            case 0 -> new Key(any(types), "nothing-" + random.nextInt(5));
            case 1 -> new Key(any(types), any(withheld).id());
            case 2, 3, 4 -> visible.isEmpty() ? any(withheld) : any(visible);
            case 5 -> new Key("Patient", any(patients));
            default -> any(withheld);
        };
    }

    private List<String> ids() {
        return List.of(item().id(), item().id(), item().id());
    }

    private Question odd(Question question) {
        Question asked = question;
        if (random.nextInt(8) == 0) {
            Map.Entry<String, String> header = any(HEADERS);
            asked = asked.with(header.getKey(), header.getValue());
        }
        return question.method().equals("GET") && random.nextInt(9) == 0 ? asked.as("HEAD") : asked;
    }

    private Question batch() {
        List<String> entries = new ArrayList<>();
        int size = 1 + random.nextInt(6);
        for (int i = 0; i < size; i++) {
            String url = random.nextBoolean() ? search() : item().reference();
            entries.add("{\"request\":{\"method\":\"GET\",\"url\":\"" + url + "\"}}");
        }
        String type = random.nextInt(8) == 0 ? "transaction" : "batch";
        return Question.send(
                "POST",
                "",
                JSON,
                "{\"resourceType\":\"Bundle\",\"type\":\"" + type + "\",\"entry\":[" + String.join(",", entries)
                        + "]}");
    }

    private Question versions() {
        Key item = item();
        return odd(Question.get(
                switch (random.nextInt(5)) {
                    case 0 -> item.type() + "/_history";
                    case 1 -> "_history";
                    case 2 -> item.reference() + "/_history";
                    case 3 -> item.reference() + "/_history?_count=1&_since=2020-01-01";
                    default -> item.reference() + "/_history/" + (1 + random.nextInt(3));
                }));
    }

    private Question operation() {
        List<String> offered = capabilities.of("Patient").operations();
        if (random.nextInt(4) == 0 || offered.isEmpty()) {
            String on =
                    random.nextBoolean() ? item().reference() + "/" : random.nextBoolean() ? item().type() + "/" : "";
            return random.nextBoolean()
                    ? Question.get(on + any(OPERATIONS))
                    : Question.send("POST", on + any(OPERATIONS), JSON, "{\"resourceType\":\"Parameters\"}");
        }
        if (random.nextInt(5) == 0) {
            String log = any(capabilities.of("AuditEvent").operations());
            return Question.get("AuditEvent/$" + log
                    // The alerts of today are about these questions.
                    + (log.equals("access-alerts") && !person.readsRecords() ? "?_count=0" : affected()));
        }
        String patient = random.nextInt(3) > 0 ? person.subject() : any(patients);
        String path = (person.asksForThemselves() && random.nextInt(4) == 0 ? "Patient" : "Patient/" + patient) + "/$";
        String operation = any(offered);
        return switch (operation) {
            case "consent-preview" -> preview(path + operation);
            // The log of today tells of these questions.
            case "access-log" ->
                Question.get(path + operation + "?end="
                        + LocalDate.now(ZoneOffset.UTC).minusDays(1) + (random.nextBoolean() ? "&_count=5" : ""));
            default -> Question.get(path + operation);
        };
    }

    private String affected() {
        return "?agent=" + any(past.agents()) + "&start=2020-01-01T00:00:00Z&end=" + past.until();
    }

    private Question preview(String path) {
        String purpose = any(List.of("TREAT", "HRESCH", "HOPERAT", "PATRQT", "NONE"));
        String who = any(List.of(
                "callerKind=practitioner",
                "callerKind=researcher",
                "actor=" + item().reference(),
                "actorIdentifier=https://fhir.nhs.uk/Id/ods-organization-code%7CA",
                "organization=" + item().reference()));
        if (random.nextBoolean()) {
            return Question.get(path + "?purpose=" + purpose + "&" + who);
        }
        return Question.send(
                "POST",
                path,
                JSON,
                "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"purpose\",\"valueCode\":\"" + purpose
                        + "\"},{\"name\":\"callerKind\",\"valueCode\":\"practitioner\"},{\"name\":\"consent\",\"resource\":"
                        + hiding(any(withheld)) + "}]}");
    }

    /** Writes that fail: over what is not there for this person, and naming what is not. */
    private Question write() {
        Key target = any(withheld);
        if (person.verified().filter(each -> each.caller().patient().isEmpty()).isPresent() && !person.readsRecords()) {
            // A system's writes succeed.
            return Question.get(target.reference());
        }
        String body = "{\"resourceType\":\"" + target.type() + "\",\"id\":\"" + target.id() + "\"}";
        return switch (random.nextInt(5)) {
            case 0 -> Question.send("PUT", target.reference(), JSON, body);
            case 1 -> Question.get(target.reference()).as("DELETE");
            case 2 -> Question.send("PATCH", target.reference(), "application/json-patch+json", "[]");
            case 3 -> Question.send("POST", "Consent", JSON, hiding(target));
            default ->
                Question.send(
                        "PUT",
                        "Consent/" + target.id(),
                        JSON,
                        hiding(target).replaceFirst("\\{", "{\"id\":\"" + target.id() + "\","));
        };
    }

    /** A choice about an item that this person may not see. */
    private String hiding(Key item) {
        return """
                {"resourceType": "Consent", "status": "active",
                 "scope": {"coding": [{
                   "system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy"}]},
                 "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}],
                 "patient": {"reference": "Patient/%s"},
                 "policyRule": {"coding": [{
                   "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "OPTIN"}]},
                 "provision": {"type": "deny", "data": [{"meaning": "instance", "reference": {"reference": "%s"}}]}}
                """
                .formatted(person.subject(), item.reference())
                .lines()
                .map(String::strip)
                .collect(joining());
    }

    private <T> T any(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
