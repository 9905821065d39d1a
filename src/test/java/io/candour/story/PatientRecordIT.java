package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import io.candour.story.FhirClient.Answer;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** One patient's whole record: everything, its timeline, what is held, and how answers can be shaped. */
@ExtendWith(Stack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PatientRecordIT {
    private static final String VISIT =
            """
            {"resourceType": "Encounter", "status": "finished", %s
             "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"},
             "subject": {"reference": "Patient/%s"}, "serviceProvider": {"reference": "%s"},
             "period": {"start": "2026-05-06T09:00:00Z"}}
            """;

    private FhirClient patient;
    private FhirClient patient2;
    private String hospital;
    private FhirClient gp;
    private FhirClient consultant;
    private FhirClient guardian;
    private FhirClient feeder;
    private String id = "";
    private JdbcTemplate database;

    @BeforeAll
    void signIn(DemoStack stack) throws Exception {
        patient = FhirClient.of(stack, "patient", FhirClient.PATIENT_SCOPES);
        hospital = stack.cast().attribute("consultant", "ods_code");
        patient2 = FhirClient.of(stack, "patient2", FhirClient.PATIENT_SCOPES);
        gp = FhirClient.of(stack, "gp", FhirClient.STAFF_SCOPES);
        consultant = FhirClient.of(stack, "consultant", FhirClient.STAFF_SCOPES);
        feeder = FhirClient.feeder(stack);
        guardian = FhirClient.of(stack, "guardian", FhirClient.STAFF_SCOPES);
        database = stack.server().getBean(JdbcTemplate.class);
        id = patient.ownId();
    }

    private static Stream<JsonNode> entries(Answer answer, String mode) {
        return StreamSupport.stream(answer.json().path("entry").spliterator(), false)
                .filter(each -> each.at("/search/mode").asText().equals(mode))
                .map(each -> each.path("resource"));
    }

    private static String reference(JsonNode resource) {
        return resource.path("resourceType").asText() + "/"
                + resource.path("id").asText();
    }

    /** Matches of all pages. */
    private static List<JsonNode> all(FhirClient by, String query) throws Exception {
        List<JsonNode> all = new ArrayList<>();
        Optional<String> url = Optional.of(query);
        while (url.isPresent()) {
            Answer page = by.get(url.get());
            assertThat(page.status()).as(page.body()).isEqualTo(200);
            entries(page, "match").forEach(all::add);
            url = page.link("next");
        }
        return all;
    }

    private Set<String> stored(String condition) {
        return new HashSet<>(database.queryForList(
                "select type || '/' || id from candour.record_item where patient = ? and no_patient = false"
                        + " and type <> 'Binary' and " + condition,
                String.class,
                id));
    }

    @Test
    void everythingIsAllOfTheRecordWithThePatientFirst() throws Exception {
        List<JsonNode> everything = all(patient, "Patient/" + id + "/$everything?_count=200");

        assertThat(everything.get(0).path("resourceType").asText()).isEqualTo("Patient");
        assertThat(everything).extracting(PatientRecordIT::reference).doesNotHaveDuplicates();
        assertThat(everything.stream().map(PatientRecordIT::reference))
                .containsExactlyInAnyOrderElementsOf(stored("true"))
                .hasSizeGreaterThan(300);
        assertThat(all(patient, "Patient/$everything?_count=150")).hasSameSizeAs(everything);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void everythingIsWalkedOnPagesOfAnySize(int count) throws Exception {
        String query = "Patient/$everything?_type=Patient,AllergyIntolerance,Immunization";
        List<String> whole =
                all(patient, query).stream().map(PatientRecordIT::reference).toList();

        assertThat(all(patient, query + "&_count=" + count))
                .extracting(PatientRecordIT::reference)
                .containsExactlyElementsOf(whole)
                .hasSizeGreaterThan(5);
        assertThat(patient.get("Patient/$everything?_type=Patient&_count=1").link("next"))
                .isEmpty();
    }

    @Test
    void everythingBringsWhoAndWhereItemsName() throws Exception {
        Answer page = patient.get("Patient/$everything?_type=Encounter&_count=10");

        assertThat(entries(page, "match")).hasSize(10);
        assertThat(entries(page, "include")
                        .map(each -> each.path("resourceType").asText()))
                .isNotEmpty()
                .contains("Practitioner", "Organization")
                .isSubsetOf(
                        "Practitioner",
                        "Organization",
                        "Location",
                        "PractitionerRole",
                        "HealthcareService",
                        "Medication");
    }

    @Test
    void everythingCanBeNarrowed() throws Exception {
        assertThat(all(patient, "Patient/$everything?_type=Condition,Immunization").stream()
                        .map(PatientRecordIT::reference))
                .containsExactlyInAnyOrderElementsOf(stored("type in ('Condition', 'Immunization')"));
        assertThat(all(patient, "Patient/$everything?_type=Patient").stream().map(PatientRecordIT::reference))
                .containsExactly("Patient/" + id);
        assertThat(all(patient, "Patient/$everything?start=2019-01-01&end=2020-12-31&_count=200").stream()
                        .map(PatientRecordIT::reference))
                .containsExactlyInAnyOrderElementsOf(
                        stored("coalesce(happened && tstzrange('2019-01-01Z', '2021-01-01Z'), true)"));
        String middle = Instant.ofEpochMilli(Optional.ofNullable(database.queryForObject(
                                "select percentile_disc(0.5) within group (order by floor(extract(epoch from recorded) * 1000))"
                                        + " from candour.record_item where patient = ?",
                                Long.class,
                                id))
                        .orElseThrow())
                .toString();
        assertThat(all(patient, "Patient/$everything?_count=200&_since=" + middle).stream()
                        .map(PatientRecordIT::reference))
                .containsExactlyInAnyOrderElementsOf(stored("recorded >= '" + middle + "'"));
    }

    @Test
    void theTimelineIsNewestFirstAcrossAllTypes() throws Exception {
        List<String> timeline = all(patient, "Patient/" + id + "/$timeline?_count=37").stream()
                .map(PatientRecordIT::reference)
                .toList();

        assertThat(timeline)
                .isEqualTo(database.queryForList(
                        "select type || '/' || id from candour.record_item where patient = ? and no_patient = false"
                                + " and type <> 'Binary' order by clinical desc, type || '/' || id desc",
                        String.class,
                        id));
        assertThat(all(patient, "Patient/$timeline?category=vaccinations&category=allergies").stream()
                        .map(each -> each.path("resourceType").asText()))
                .isNotEmpty()
                .isSubsetOf("Immunization", "AllergyIntolerance");
    }

    @Test
    void whatIsHeldIsCountedExactly() throws Exception {
        Answer held = patient.get("Patient/$held");
        assertThat(held.status()).as(held.body()).isEqualTo(200);

        Map<String, Integer> counts = new TreeMap<>();
        for (JsonNode category : held.json().path("parameter")) {
            counts.put(
                    part(category, "category").path("valueCode").asText(),
                    part(category, "count").path("valueUnsignedInt").asInt());
        }
        Map<String, Integer> stored = new TreeMap<>();
        database.query(
                "select replace(lower(category), '_', '-'), count(*) from candour.record_item where patient = ?"
                        + " and no_patient = false and type <> 'Binary' group by 1",
                row -> {
                    stored.put(row.getString(1), row.getInt(2));
                },
                id);
        assertThat(counts).isEqualTo(stored).hasSizeGreaterThan(5);
    }

    /** What is held of a category, but for how much and with whom it is shared. */
    private record Held(String first, String last, String newest, Set<String> sources) {}

    @Test
    void whatIsHeldSaysFromWhenAndFromWhere() throws Exception {
        Map<String, Held> told = new TreeMap<>();
        for (JsonNode category : patient.get("Patient/$held").json().path("parameter")) {
            Set<String> sources = Choosing.parts(category, "source")
                    .map(part -> Choosing.value(part, "organisation") + " " + Choosing.value(part, "system"))
                    .collect(Collectors.toSet());
            told.put(
                    part(category, "category").path("valueCode").asText(),
                    new Held(
                            moment(Choosing.value(category, "first")),
                            moment(Choosing.value(category, "last")),
                            moment(Choosing.value(category, "newest")),
                            sources));
        }
        Map<String, Held> stored = new TreeMap<>();
        database.query(
                """
                select replace(lower(category), '_', '-'), min(clinical) filter (where clinical > '-infinity'),
                    max(clinical) filter (where clinical > '-infinity'), max(recorded),
                    array_agg(distinct coalesce(source, '') || ' ' || coalesce(system, ''))
                        filter (where source is not null or system is not null)
                from candour.record_item where patient = ? and no_patient = false and type <> 'Binary' group by 1
                """,
                row -> {
                    Array sources = row.getArray(5);
                    stored.put(
                            row.getString(1),
                            new Held(
                                    moment(row.getTimestamp(2)),
                                    moment(row.getTimestamp(3)),
                                    moment(row.getTimestamp(4)),
                                    sources == null ? Set.of() : Set.of((String[]) sources.getArray())));
                },
                id);

        assertThat(told).isEqualTo(stored);
        assertThat(told.values()).extracting(Held::sources).anyMatch(sources -> sources.size() > 1);
    }

    private static String moment(String instant) {
        return instant.isEmpty()
                ? ""
                : OffsetDateTime.parse(instant)
                        .toInstant()
                        .truncatedTo(ChronoUnit.MILLIS)
                        .toString();
    }

    private static String moment(@Nullable Timestamp stored) {
        return stored == null
                ? ""
                : stored.toInstant().truncatedTo(ChronoUnit.MILLIS).toString();
    }

    @Test
    void thePatientIsToldWithWhomItIsShared() throws Exception {
        JsonNode conditions = StreamSupport.stream(
                        patient.get("Patient/$held").json().path("parameter").spliterator(), false)
                .filter(each ->
                        part(each, "category").path("valueCode").asText().equals("conditions"))
                .findFirst()
                .orElseThrow();

        JsonNode shared = part(conditions, "shared");
        assertThat(part(shared, "with").at("/valueReference/display").asText()).isNotEmpty();
        assertThat(part(shared, "extent").path("valueCode").asText()).isIn("all", "some");
        assertThat(part(conditions, "source").path("part")).isNotEmpty();
        assertThat(gp.get("Patient/" + id + "/$held").body()).doesNotContain("\"shared\"");
    }

    @Test
    void aVisitThatThePatientIsNotToldOfTellsNothingOfWhoCares() throws Exception {
        String before = patient.get("Patient/$held").body();
        String organisation = database
                .queryForList(
                        "select 'Organization/' || id from candour.record_item where type = 'Organization' order by id",
                        String.class)
                .stream()
                .filter(each -> !before.contains(each + "\""))
                .findFirst()
                .orElseThrow();
        String hidden =
                """
                "meta": {"security": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "NOPAT"}]},
                """;
        assertThat(heldWith(VISIT.formatted(hidden, id, organisation))).isEqualTo(before);
        assertThat(heldWith(VISIT.formatted("", id, organisation))).contains(organisation + "\"");
    }

    @Test
    void anOrganisationThatBecomesPartOfOneThatIsDeniedIsNoLongerSharedWith() throws Exception {
        String annexe = created(feeder.post("Organization", organisation("", "Annexe")));
        String itself = "\"id\": \"" + annexe + "\",";
        String part = itself
                + "\"partOf\": {\"reference\": \"Organization/%s\"},"
                        .formatted(database.queryForObject(
                                "select id from candour.identifier where type = 'Organization' and value = ?",
                                String.class,
                                hospital));
        String visit = created(feeder.post("Encounter", VISIT.formatted("", id, "Organization/" + annexe)));
        Choosing choosing = new Choosing(id);
        String denial = created(patient.post("Consent", choosing.about(hospital, "deny", "active", "", "", "")));
        try {
            assertThat(conditionsSharedWith(annexe)).matches("Annexe (all|some)");
            assertThat(feeder.put("Organization/" + annexe, organisation(part, "Annexe"))
                            .status())
                    .isEqualTo(200);
            assertThat(conditionsSharedWith(annexe)).isEqualTo("Annexe none");
            assertThat(feeder.put("Organization/" + annexe, organisation(itself, "Lodge"))
                            .status())
                    .isEqualTo(200);
            assertThat(conditionsSharedWith(annexe)).matches("Lodge (all|some)");
        } finally {
            Answer taken =
                    patient.put("Consent/" + denial, choosing.about(hospital, "deny", "inactive", denial, "", ""));
            feeder.send(feeder.request("Encounter/" + visit).DELETE());
            feeder.send(feeder.request("Organization/" + annexe).DELETE());
            assertThat(taken.status()).as(taken.body()).isEqualTo(200);
        }
    }

    private static String organisation(String elements, String name) {
        return "{\"resourceType\": \"Organization\", %s \"name\": \"%s\"}".formatted(elements, name);
    }

    private static String created(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json().path("id").asText();
    }

    private String conditionsSharedWith(String organisation) throws Exception {
        return Choosing.parts(patient.get("Patient/$held").json(), "category")
                .filter(each -> Choosing.value(each, "category").equals("conditions"))
                .flatMap(each -> Choosing.parts(each, "shared"))
                .filter(each -> part(each, "with")
                        .at("/valueReference/reference")
                        .asText()
                        .equals("Organization/" + organisation))
                .map(each -> part(each, "with").at("/valueReference/display").asText() + " "
                        + Choosing.value(each, "extent"))
                .findFirst()
                .orElse("not there");
    }

    /** What is held while there is this Encounter. */
    private String heldWith(String encounter) throws Exception {
        String visit = created(feeder.post("Encounter", encounter));
        try {
            return patient.get("Patient/$held").body();
        } finally {
            feeder.send(feeder.request("Encounter/" + visit).DELETE());
        }
    }

    private static JsonNode part(JsonNode parameter, String name) {
        return StreamSupport.stream(parameter.path("part").spliterator(), false)
                .filter(each -> each.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " in " + parameter));
    }

    @Test
    void whoMaySeeNothingIsToldThatThereIsNobody() throws Exception {
        String other = patient2.ownId();
        for (String operation : List.of("$everything", "$timeline", "$held")) {
            Answer absent = consultant.get("Patient/no-such-patient/" + operation);
            Answer closed = consultant.get("Patient/" + other + "/" + operation);
            assertThat(absent.status()).isEqualTo(404);
            assertThat(closed.status()).isEqualTo(404);
            assertThat(closed.body()).isEqualTo(absent.body());
            assertThat(guardian.get("Patient/" + id + "/" + operation).status()).isEqualTo(403);
        }
    }

    @Test
    void whoHasJustBegunToCareSeesTheRecordAtOnceAndWhoHasCeasedToDoesNot() throws Exception {
        String other = patient2.ownId();
        String organisation = database.queryForObject(
                "select 'Organization/' || id from candour.identifier where type = 'Organization' and value = ?",
                String.class,
                hospital);
        List<String> operations = List.of("$everything", "$timeline", "$held");
        for (String operation : operations) {
            String asked = "Patient/" + other + "/" + operation;
            assertThat(consultant.get(asked).status()).isEqualTo(404);
            String visit = created(feeder.post("Encounter", VISIT.formatted("", other, organisation)));
            try {
                assertThat(consultant.get(asked).status()).as(operation).isEqualTo(200);
            } finally {
                feeder.send(feeder.request("Encounter/" + visit).DELETE());
            }
            assertThat(consultant.get(asked).status()).as(operation).isEqualTo(404);
        }
    }

    @Test
    void labelsAreSearchedAsTheReaderGetsThem() throws Exception {
        List<JsonNode> restricted = all(patient, "Condition?_security=R&_count=200");
        assertThat(restricted).isNotEmpty().allSatisfy(each -> assertThat(
                        each.at("/meta/security").toString())
                .contains("\"R\""));
        String system = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";
        assertThat(all(patient, "Condition?_count=200&_security=" + system + "%7CR"))
                .hasSameSizeAs(restricted);
        assertThat(all(patient, "Condition?_count=200&_security=" + system + "%7C,x"))
                .hasSizeGreaterThanOrEqualTo(restricted.size());
        assertThat(all(patient, "Condition?_security=http://elsewhere%7CR")).isEmpty();
        assertThat(patient.get("Patient?_id=" + id + "&_security=R").status()).isEqualTo(200);
    }

    @Test
    void elementsAreCutToThoseNamedAndThoseNeeded() throws Exception {
        Answer answer = patient.get("Observation?_count=3&_elements=valueQuantity,issued,value");
        assertThat(answer.element()).isEqualTo("_elements");

        List<JsonNode> cut = entries(patient.get("Observation?_count=3&_elements=issued,value"), "match")
                .toList();
        assertThat(cut).hasSize(3).allSatisfy(each -> {
            List<String> names = new ArrayList<>();
            each.fieldNames().forEachRemaining(names::add);
            assertThat(names)
                    .contains("resourceType", "id", "meta", "status", "code", "issued")
                    .doesNotContain("subject", "encounter", "category");
            assertThat(each.at("/meta/tag").toString()).contains("SUBSETTED");
        });
    }

    @Test
    void answersAreCompressedForWhoAsks() throws Exception {
        var request = patient.request("Patient/$everything?_count=50")
                .header("Accept-Encoding", "gzip")
                .GET();
        var plain = patient.get("Patient/$everything?_count=50");
        var answer = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofByteArray());

        assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
        try (GZIPInputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            String body = new String(unpacked.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(body.length()).isGreaterThan(4 * answer.body().length);
            assertThat(body.replaceAll("_cursor=[^\"]*", ""))
                    .isEqualTo(plain.body().replaceAll("_cursor=[^\"]*", ""));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "$everything?_type=AuditEvent, _type",
        "$everything?_type=Observation%2CNothing, _type",
        "$everything?start=2026-02-30, start",
        "$everything?start=2026-02-02&end=2026-02-01, end",
        "$everything?_since=yesterday, _since",
        "$everything?_since=2026-11-01T00:00:00Z&_since=2026-11-02T00:00:00Z, _since",
        "$everything?_count=-1, _count",
        "$everything?_count=2147483648, _count",
        "$everything?_cursor=AAAA, _cursor",
        "$everything?category=visits, category",
        "$timeline?category=everything, category",
        "$held?_count=1, _count"
    })
    void whatCannotBeReadIsRefusedByName(String query, String element) throws Exception {
        Answer answer = patient.get("Patient/" + query);

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.element()).isEqualTo(element);
    }

    @Test
    void aPageLinkIsForOneCallerAndOneQuestion() throws Exception {
        String next = patient.get("Patient/" + id + "/$everything?_count=5")
                .link("next")
                .orElseThrow();

        assertThat(patient.get(next).status()).isEqualTo(200);
        assertThat(gp.get(next).element()).isEqualTo("_cursor");
        assertThat(patient.get(next.replace("_count=5", "_count=6")).element()).isEqualTo("_cursor");
        assertThat(patient.get(next.replace("$everything", "$timeline")).element())
                .isEqualTo("_cursor");
        char last = next.charAt(next.length() - 1);
        assertThat(patient.get(next.substring(0, next.length() - 2) + (last == 'A' ? "BB" : "AA"))
                        .element())
                .isEqualTo("_cursor");
    }

    @Test
    void aListOfAThousandCodesIsAnswered() throws Exception {
        StringBuilder codes = new StringBuilder("Observation?_summary=count&code=8302-2");
        for (int i = 0; i < 999; i++) {
            codes.append(",x-").append(i);
        }
        Answer many = patient.get(codes.toString());

        assertThat(many.status()).as(many.body()).isEqualTo(200);
        assertThat(many.json().path("total").asInt())
                .isPositive()
                .isEqualTo(patient.get("Observation?_summary=count&code=8302-2")
                        .json()
                        .path("total")
                        .asInt());
    }

    @Test
    void eachPageIsOneEntryInTheLog() throws Exception {
        Answer page = patient.get("Patient/$everything?_count=5");
        String request = page.header("X-Request-ID");

        assertThat(database.queryForList(
                        "select interaction || ' ' || cardinality(items) from candour.access_record where request_id = ?",
                        String.class,
                        request))
                .containsExactly("$everything " + page.resources().count());
    }
}
