package io.candour.interference;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.jpa.dao.IFulltextSearchSvc;
import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import io.candour.interference.Scene.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The ways out of HAPI 8.8.0 that are known by name, one by one. Most are closed because HAPI answers no read, search,
 * page or operation of a user at all; then the test shows the refusal, the same with something to find and without.
 */
@ExtendWith(Stack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LeakTableIT {
    private static final String JSON = "application/fhir+json";
    private static final String HIV = "http://snomed.info/sct%7C86406008";
    private static final String WEIGHT = "http://loinc.org%7C29463-7";

    private Scene scene;
    private Person patient;
    private Person gp;
    private Person consultant;
    private String whose = "";

    @BeforeAll
    void plant(DemoStack stack) throws Exception {
        scene = Scene.set(stack);
        patient = scene.people().named("patient");
        gp = scene.people().named("gp");
        consultant = scene.people().named("consultant");
        whose = "patient=" + scene.people().patient();
    }

    @AfterAll
    void remove() {
        scene.end();
    }

    @Test
    void l1PageLinksAreTheCallersOwnAndDecidedAgain() {
        String next = scene.get("Observation?" + whose + "&_count=2", consultant)
                .next()
                .orElseThrow();

        assertThat(scene.get(next, consultant).resources()).hasSize(2);
        assertThat(scene.get(next, gp).status()).isEqualTo(400);
        scene.whileDenied("consultant", () -> {
            assertThat(scene.get(next, consultant).status()).isEqualTo(200);
            assertThat(scene.get(next, consultant).resources()).isEmpty();
        });
        alike(consultant, "?_getpages=00000000-0000-4000-8000-000000000000", "?_getpages=x", 400, 404);
    }

    @Test
    void l2NoSearchIsAnsweredFromAnEarlierOne() {
        String search = "Observation?" + whose + "&code=" + WEIGHT;
        assertThat(scene.get(search, consultant).resources()).isNotEmpty();

        scene.whileDenied(
                "consultant",
                () -> assertThat(scene.get(search, consultant).resources()).isEmpty());
    }

    @Test
    void l3NoFulltextSearchThatFiresNoHooks() {
        assertThat(scene.stack().server().getBeanProvider(IFulltextSearchSvc.class))
                .isEmpty();
    }

    @Test
    void l4NoOffsetsAndCacheControlChangesNothing() {
        String search = "Condition?" + whose + "&_count=5";

        assertThat(scene.get(search + "&_offset=1", consultant).status()).isEqualTo(400);
        assertThat(scene.ask(Question.get(search).with("Cache-Control", "no-store, max-results=1"), consultant)
                        .resources())
                .isEqualTo(scene.get(search, consultant).resources());
    }

    /** Seen to fail with SearchPath's total taken before the decision. */
    @Test
    void l5TotalsCountWhatMayBeSeen() {
        String search = "Observation?" + whose + "&code=" + WEIGHT;
        int seen = scene.get(search + "&_count=200", consultant).resources().size();
        assertThat(seen)
                .isLessThan(
                        scene.get(search + "&_count=200", patient).resources().size() + 2);

        for (String shape : List.of("_total=accurate", "_summary=count", "_count=0")) {
            assertThat(scene.get(search + "&" + shape, consultant)
                            .json()
                            .path("total")
                            .asInt())
                    .as(shape)
                    .isEqualTo(seen);
            assertThat(batch(consultant, search + "&" + shape)
                            .json()
                            .at("/entry/0/resource/total")
                            .asInt())
                    .as(shape)
                    .isEqualTo(seen);
        }
        assertThat(scene.get("Condition?" + whose + "&code=" + HIV + "&_summary=count", consultant)
                        .json()
                        .path("total")
                        .asInt())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "_fhirpath=code",
                "_filter=code%20eq%2086406008",
                "_content=HIV",
                "_text=HIV",
                "_contained=true",
                "code:text=HIV"
            })
    void l6NoSearchOverAllOfTheContent(String parameter) {
        alike(consultant, "Condition?" + whose + "&" + parameter, "Condition?patient=nothing&" + parameter, 400);
    }

    /** Seen to fail with pages that are not filled again after the decision. */
    @Test
    void l7PagesHaveNoHoles() {
        List<Integer> sizes = new ArrayList<>();
        Optional<String> page = Optional.of("Observation?" + whose + "&_count=3&code=" + WEIGHT);
        while (page.isPresent()) {
            Answer answer = scene.get(page.get(), consultant);
            sizes.add(answer.resources().size());
            page = answer.next();
        }

        assertThat(sizes.subList(0, sizes.size() - 1)).isNotEmpty().containsOnly(3);
        assertThat(sizes.get(sizes.size() - 1)).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Observation?%s&_has:DiagnosticReport:result:status=final",
                "Encounter?%s&_has:Condition:encounter:code=86406008",
                "Procedure?%s&reason-reference.code=86406008",
                "Procedure?%s&reason-reference:Condition.code=86406008",
                "Observation?%s&code-value-quantity=29463-7$gt70",
                "Procedure?%s&reason-reference=Condition/x"
            })
    void l8NoChainsAndCompositesThroughOtherItems(String search) {
        alike(consultant, search.formatted(whose), search.formatted("patient=nothing"), 400);
    }

    @Test
    void l9WhatIsWithheldIsFoundByNothingInItAndOrdersNothing() {
        assertThat(scene.get("Condition?" + whose + "&code=" + HIV, patient).resources())
                .contains(scene.item("hiv"));
        assertThat(scene.get("Condition?" + whose + "&code=" + HIV, consultant).resources())
                .isEmpty();
        assertThat(scene.get("Condition?" + whose + "&_sort=code", consultant).status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "_include:iterate=Condition:encounter",
                "_include=*",
                "_include=Condition:*",
                "_include=Condition:evidence-detail",
                "_include=Observation:encounter",
                "_revinclude=*",
                "_revinclude=Provenance:target"
            })
    void l10NoIncludesButThoseNamed(String include) {
        alike(consultant, "Condition?" + whose + "&" + include, "Condition?patient=nothing&" + include, 400);
    }

    /** Seen to fail with what is included not decided. */
    @Test
    void l10WhatIsIncludedIsDecidedTooAndGoesNoFurther() {
        String search = "Observation?" + whose + "&date=2018-05-06&_include=Observation:encounter";
        assertThat(scene.get(search, consultant).resources())
                .containsExactly(scene.item("at-visit"), scene.item("visit"));
        assertThat(scene.get(search + "&_include=Observation:performer", consultant)
                        .resources())
                .hasSize(3)
                .anyMatch(each -> each.startsWith("Organization/"));

        scene.whileHidden(
                scene.item("visit"),
                () -> assertThat(scene.get(search, consultant).resources()).containsExactly(scene.item("at-visit")));
    }

    /** Seen to fail with a 403 for what is withheld. */
    @Test
    void l11AbsentDeletedWithheldAndOtherPeoplesLookTheSame() {
        Answer absent = scene.get("Observation/nothing", consultant);

        assertThat(absent.status()).isEqualTo(404);
        assertThat(scene.get(scene.item("restricted"), consultant)).isEqualTo(absent);
        assertThat(scene.get(scene.item("not-told-of-patient2"), consultant)).isEqualTo(absent);
        assertThat(scene.get(scene.item("deleted"), consultant)).isEqualTo(absent);
        assertThat(scene.get(scene.item("not-told"), patient)).isEqualTo(scene.get("Observation/nothing", patient));
        assertThat(scene.get("Consent/" + scene.consentOf("patient2"), patient))
                .isEqualTo(scene.get("Consent/nothing", patient));
    }

    @Test
    void l12VersionsAndHistoriesOfTheWithheldLookLikeThoseOfNothing() {
        for (String tail : List.of("/_history/1", "/_history", "/_history?_count=1")) {
            alike(consultant, scene.item("restricted") + tail, "Observation/nothing" + tail, 400, 403, 404);
            alike(consultant, scene.item("deleted") + tail, "Observation/nothing" + tail, 400, 403, 404);
        }
        for (String all : List.of("_history", "Observation/_history")) {
            assertThat(scene.get(all, consultant).status()).isIn(400, 403);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"$meta", "$validate?mode=delete", "$diff?from=1", "$export", "$graphql?query=x", "$summary"})
    void l13L14L19L20OperationsThatFireNoHooksAreNotThere(String operation) {
        alike(
                consultant,
                "Patient/" + scene.people().patient() + "/" + operation,
                "Patient/nothing/" + operation,
                400,
                403);
        alike(consultant, scene.item("restricted") + "/" + operation, "Observation/nothing/" + operation, 400, 403);
        assertThat(scene.get(operation, consultant).status()).isIn(400, 403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"$everything", "$timeline", "$held", "$everything?_type=Observation&_count=1"})
    void l13AWholeRecordThatIsClosedIsNobodys(String operation) {
        alike(
                consultant,
                "Patient/" + scene.people().patient2() + "/" + operation,
                "Patient/nothing/" + operation,
                404);
        scene.whileDenied(
                "consultant",
                () -> alike(
                        consultant,
                        "Patient/" + scene.people().patient() + "/" + operation,
                        "Patient/nothing/" + operation,
                        404));
    }

    @Test
    void l15NothingIsMatchedBeforeItIsDecided() {
        String consent = "{\"resourceType\":\"Consent\"}";
        for (String found : List.of("Consent?" + whose, "Consent?patient=nothing")) {
            assertThat(scene.ask(Question.send("PUT", found, JSON, consent), patient)
                            .status())
                    .isIn(400, 403);
            assertThat(scene.ask(Question.get(found).as("DELETE"), patient).status())
                    .isIn(400, 403);
            assertThat(scene.ask(
                                    Question.send("POST", "Consent", JSON, consent)
                                            .with("If-None-Exist", found.substring(8)),
                                    patient)
                            .status())
                    .isEqualTo(400);
            assertThat(scene.ask(Question.send("POST", "", JSON, transaction(found)), patient)
                            .status())
                    .isIn(400, 403);
        }
    }

    /** Seen to fail with the check for what may be seen taken out of GateInterceptor: 422 against 404. */
    @Test
    void l16WritesTellNothingOfWhatIsThere() {
        String body = "{\"resourceType\":\"Consent\",\"id\":\"%s\"}";
        String hidden = scene.consentOf("patient2");

        assertThat(scene.ask(Question.send("PUT", "Consent/" + hidden, JSON, body.formatted(hidden)), patient))
                .isEqualTo(scene.ask(Question.send("PUT", "Consent/nothing", JSON, body.formatted("nothing")), patient))
                .extracting(Answer::status)
                .isEqualTo(404);
        for (String item : List.of(scene.item("restricted"), "Observation/nothing")) {
            assertThat(scene.ask(Question.get(item).as("DELETE"), gp).status()).isEqualTo(403);
            assertThat(scene.ask(Question.send("PATCH", item, "application/json-patch+json", "[]"), gp)
                            .status())
                    .isIn(403, 415);
        }
        assertThat(scene.hide(scene.item("not-told"), patient).body())
                .as("a reference to what may not be seen")
                .isEqualTo(scene.hide("Observation/nothing", patient).body());
    }

    @Test
    void l17NoAnswerSaysThatSomethingIsUnchanged() {
        String seen = scene.item("plain");
        Answer whole = scene.get(seen, consultant);

        for (Question asked : List.of(
                Question.get(seen).with("If-None-Match", "W/\"1\""),
                Question.get(seen).with("If-Modified-Since", "Wed, 21 Oct 2065 07:28:00 GMT"))) {
            assertThat(scene.ask(asked, consultant)).isEqualTo(whole);
        }
        assertThat(whole.headers().get("cache-control")).contains("no-store");
    }

    /** Seen to fail with its document not asked. */
    @Test
    void l18ABinaryIsAsOpenAsItsDocument() {
        String binary = scene.item("binary");
        assertThat(scene.get(binary, consultant).json().path("data").asText()).isEqualTo("RGVhciBjb2xsZWFndWU=");
        assertThat(scene.get(binary, patient).status()).isEqualTo(200);
        assertThat(scene.get(binary, scene.people().named("patient2")).status()).isEqualTo(404);

        scene.whileHidden(scene.item("letter"), () -> {
            assertThat(scene.get(binary, consultant)).isEqualTo(scene.get("Binary/nothing", consultant));
            assertThat(scene.get(binary, patient).status()).isEqualTo(200);
        });
        assertThat(scene.get(scene.item("document"), consultant))
                .isEqualTo(scene.get("DocumentReference/x", consultant));
        assertThat(scene.get("Binary?_id=1", consultant).status()).isIn(400, 403);
    }

    /** Seen to fail with a Binary decided by the patient alone that it names itself. */
    @Test
    void l18ABinaryOfAPatientIsStillAsClosedAsItsDocument() {
        String binary = scene.item("private-binary");

        assertThat(scene.get(binary, gp).status()).isEqualTo(200);
        assertThat(scene.get(binary, patient)).isEqualTo(scene.get("Binary/nothing", patient));
    }

    /** Seen to fail with the named items not decided at all, and with those decided that are named at first hand. */
    @ParameterizedTest
    @ValueSource(strings = {"letters", "provenance-of-letters"})
    void l21WhatNamesAnItemThatIsHiddenByItselfIsWithheldWhole(String name) {
        String container = scene.item(name);
        String type = container.substring(0, container.indexOf('/'));
        assertThat(scene.get(container, consultant).status()).isEqualTo(200);

        scene.whileHidden(scene.item("letter"), () -> {
            assertThat(scene.get(container, consultant)).isEqualTo(scene.get(type + "/nothing", consultant));
            assertThat(scene.get(type + "?" + whose + "&_count=200", consultant).resources())
                    .doesNotContain(container);
            assertThat(scene.get(container, patient).status()).isEqualTo(200);
        });
    }

    /** Seen to fail with narratives left as they are. */
    @Test
    void l21NoNarrativeOfAContainerWhereSomethingMayBeWithheld() {
        String letters = scene.item("letters");

        for (Answer answer : List.of(
                scene.get(letters, consultant),
                scene.get(letters + "/_history/1", consultant),
                scene.get("List?" + whose + "&_id=" + letters.substring("List/".length()), consultant))) {
            assertThat(answer.body())
                    .contains(scene.item("letter"), "SUBSETTED")
                    .doesNotContain("HIV")
                    .doesNotContain("\"div\"");
        }
    }

    /** Seen to fail with the labels of the target not passed on. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "report-containing-hiv",
                "list-of-two",
                "list",
                "composition",
                "provenance",
                "provenance-of-two",
                "document"
            })
    void l21WhatNamesTheWithheldIsWithheldWhole(String name) {
        String container = scene.item(name);
        String type = container.substring(0, container.indexOf('/'));

        assertThat(scene.get(container, consultant)).isEqualTo(scene.get(type + "/nothing", consultant));
        assertThat(scene.get(type + "?" + whose + "&_count=200", consultant).resources())
                .doesNotContain(container);
    }

    @Test
    void l22TheLogTellsItsPatientNothingMore() {
        String item = scene.item("not-told");
        assertThat(scene.get(item, gp).status()).isEqualTo(200);

        assertThat(scene.get("AuditEvent", consultant).status()).isEqualTo(403);
        assertThat(scene.get("AuditEvent?" + whose + "&_count=50", patient).body())
                .contains("AuditEvent")
                .doesNotContain(item);
        assertThat(scene.get("AuditEvent?entity=" + item, patient).resources()).isEmpty();
        assertThat(scene.get("Patient/$access-log?_count=50", patient).body()).doesNotContain(item);
        assertThat(scene.get("AuditEvent?" + whose, scene.people().named("guardian"))
                        .body())
                .contains(item);
    }

    @Test
    void l24NothingIsMaskedSoNothingIsLostByWritingItBack() {
        String seen = scene.item("plain");

        assertThat(scene.get(seen, consultant).body())
                .isEqualTo(scene.get(seen, patient).body());
        assertThat(scene.ask(
                                Question.send(
                                        "PUT", seen, JSON, scene.get(seen, gp).body()),
                                gp)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void l25NoErrorNamesWhatIsThere() {
        String id = scene.item("restricted").substring("Observation/".length());
        for (Question asked : List.of(
                Question.get("Observation/" + id),
                Question.get("Observation/" + id + "/_history/1"),
                Question.get("Observation/" + id + "/$meta"),
                Question.send("PUT", "Observation/" + id, JSON, "{\"resourceType\":\"Observation\"}"),
                Question.get("Observation/" + id).as("DELETE"))) {
            Answer answer = scene.ask(asked, consultant);
            assertThat(answer.status()).isBetween(400, 404);
            assertThat(answer.body()).doesNotContain(id).doesNotContain("HAPI");
            assertThat(answer.headers()).doesNotContainKeys("location", "content-location", "etag", "last-modified");
        }
    }

    /** The same answer with something to find and without, and of these statuses. */
    private void alike(Person by, String something, String nothing, Integer... statuses) {
        Answer answer = scene.get(something, by);
        assertThat(answer.status()).as(answer.body()).isIn((Object[]) statuses);
        assertThat(answer).isEqualTo(scene.get(nothing, by));
    }

    private Answer batch(Person by, String url) {
        return scene.ask(
                Question.send(
                        "POST",
                        "",
                        JSON,
                        "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[{\"request\":{\"method\":\"GET\",\"url\":\""
                                + url + "\"}}]}"),
                by);
    }

    private static String transaction(String url) {
        return "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[{\"request\":{\"method\":\"PUT\",\"url\":\""
                + url + "\"},\"resource\":{\"resourceType\":\"Consent\"}}]}";
    }
}
