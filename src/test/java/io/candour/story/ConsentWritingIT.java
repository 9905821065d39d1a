package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candour.choice.Choices;
import io.candour.choice.KeptConsent;
import io.candour.choice.KeptConsent.State;
import io.candour.choice.SnapshotStore;
import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import io.candour.story.FhirClient.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** A patient makes choices: what counts of them, what they are told, and that writers at once lose nothing. */
@ExtendWith(Stack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsentWritingIT {
    private DemoStack stack;
    private Choices choices;
    private SnapshotStore snapshots;
    private FhirClient patient;
    private FhirClient consultant;
    private String patientId = "";
    private ConsentJson hide = ConsentJson.hide("", "");
    private ConsentJson show = hide;
    /** Ids of what a test saved, taken out again as entered in error. */
    private final List<String> saved = Collections.synchronizedList(new ArrayList<>());

    @BeforeAll
    void signIn(DemoStack running) throws Exception {
        stack = running;
        choices = stack.server().getBean(Choices.class);
        snapshots = stack.server().getBean(SnapshotStore.class);
        patient = FhirClient.of(stack, "patient", FhirClient.PATIENT_SCOPES);
        consultant = FhirClient.of(stack, "consultant", FhirClient.STAFF_SCOPES);
        patientId = patient.ownId();
        hide = ConsentJson.hide(patientId, stack.cast().attribute("consultant", "ods_code"));
        show = hide.provision("type", "\"permit\"");
    }

    @AfterEach
    void takeBack() throws Exception {
        for (String id : saved) {
            assertThat(patient.put(
                                    "Consent/" + id,
                                    hide.id(id).status("entered-in-error").toString())
                            .status())
                    .isEqualTo(200);
        }
        saved.clear();
        assertThat(consultantSees()).isEqualTo(200);
    }

    private Answer save(ConsentJson consent) throws Exception {
        Answer answer = patient.post("Consent", consent.toString());
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        saved.add(answer.json().path("id").asText());
        return answer;
    }

    private Answer change(String id, ConsentJson consent) throws Exception {
        Answer answer = patient.put("Consent/" + id, consent.id(id).toString());
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private String id(Answer answer) {
        return answer.json().path("id").asText();
    }

    private int consultantSees() throws Exception {
        return consultant.get("Patient/" + patientId).status();
    }

    /** Where the patient's Consents that this test saved stand. */
    private Map<String, State> states() {
        return choices.of(patientId).stream()
                .filter(each -> saved.contains(each.consent()))
                .collect(Collectors.toMap(
                        KeptConsent::consent,
                        each -> each.state(snapshots.load(List.of()).now())));
    }

    private List<String> inSnapshot() {
        return snapshots.load(List.of(patientId)).byPatient().get(patientId).directives().stream()
                .map(each -> each.consent())
                .filter(saved::contains)
                .toList();
    }

    private static List<String> receipt(Answer answer, String part) {
        return StreamSupport.stream(answer.json().path("extension").spliterator(), false)
                .filter(each -> each.path("url").asText().endsWith("/receipt"))
                .flatMap(each -> StreamSupport.stream(each.path("extension").spliterator(), false))
                .filter(each -> each.path("url").asText().equals(part))
                .map(each -> each.path("valueUri").asText()
                        + each.path("valueString").asText()
                        + each.path("valueInstant").asText())
                .toList();
    }

    @Test
    void aSaveIsAnsweredWithAReceiptThatIsNeverStored() throws Exception {
        Answer answer = save(hide);

        String id = id(answer);
        assertThat(receipt(answer, "reference")).containsExactly("Consent/" + id + "/_history/1");
        assertThat(receipt(answer, "from")).hasSize(1);
        assertThat(receipt(answer, "supersedes")).isEmpty();
        assertThat(receipt(answer, "changed"))
                .singleElement()
                .asString()
                .endsWith(" may not see your record.")
                .doesNotContain(stack.cast().attribute("consultant", "ods_code"));
        assertThat(patient.get("Consent/" + id).body()).doesNotContain("receipt");

        ObjectNode sentBack = (ObjectNode) answer.json();
        sentBack.remove("meta");
        sentBack.put("dateTime", "2026-11-02");
        Answer changed = patient.put("Consent/" + id, sentBack.toString());
        assertThat(changed.status()).isEqualTo(200);
        assertThat(receipt(changed, "reference")).containsExactly("Consent/" + id + "/_history/2");
        Answer again = patient.put("Consent/" + id, changed.body());
        assertThat(receipt(again, "reference")).containsExactly("Consent/" + id + "/_history/2");
        assertThat(receipt(again, "changed")).singleElement().asString().startsWith("Nothing changed");
        assertThat(patient.get("Consent/" + id).body()).doesNotContain("receipt");
    }

    @Test
    void whoPrefersAnOutcomeGetsTheReceiptAsOne() throws Exception {
        save(show);
        Answer answer = patient.send(patient.request("Consent")
                .header("Content-Type", "application/fhir+json")
                .header("Prefer", "return=OperationOutcome")
                .POST(BodyPublishers.ofString(hide.provision(
                                "class",
                                "[{\"system\": \"https://candour.io/fhir/CodeSystem/category\", \"code\": \"medicines\"}]")
                        .toString())));

        assertThat(answer.status()).isEqualTo(201);
        saved.add(answer.header("Location").replaceFirst(".*/Consent/([^/]+).*", "$1"));
        assertThat(answer.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
        assertThat(answer.body())
                .contains("Saved as Consent/" + saved.get(1) + "/_history/1")
                .contains("may not see your medicines")
                .contains("\"warning\"")
                .contains("Another choice of yours says otherwise");
    }

    @Test
    void theNewestAnswerToAQuestionCountsAndAWithdrawnOneRevivesNothing() throws Exception {
        String denied = id(save(hide.at("2026-11-01T09:00:00Z")));
        assertThat(consultantSees()).isEqualTo(404);

        Answer answer = save(show.at("2026-11-02T09:00:00Z"));
        String permitted = id(answer);

        assertThat(receipt(answer, "supersedes")).containsExactly("Consent/" + denied + "/_history/1");
        assertThat(consultantSees()).isEqualTo(200);
        assertThat(states()).isEqualTo(Map.of(denied, State.SUPERSEDED, permitted, State.ENFORCED));

        Answer withdrawn = change(permitted, show.status("inactive"));
        assertThat(receipt(withdrawn, "from")).isEmpty();
        assertThat(states()).isEqualTo(Map.of(denied, State.SUPERSEDED, permitted, State.NOT_ENFORCEABLE));
        assertThat(consultantSees()).isEqualTo(200);

        change(permitted, show.status("entered-in-error"));
        assertThat(states()).containsEntry(denied, State.ENFORCED);
        assertThat(consultantSees()).isEqualTo(404);
    }

    @Test
    void anOlderAnswerIsStoredSupersededAndAShorterOneEndsALongerDenial() throws Exception {
        save(hide.at("2026-11-02T09:00:00Z"));
        Answer older = save(show.at("2026-11-01T09:00:00Z"));
        assertThat(states()).containsEntry(id(older), State.SUPERSEDED);
        assertThat(receipt(older, "from")).isEmpty();
        assertThat(receipt(older, "warning")).isNotEmpty();

        Answer shorter = save(hide.provision("period", "{\"end\": \"2099-01-01\"}"));

        assertThat(receipt(shorter, "warning"))
                .singleElement()
                .asString()
                .contains("ends sooner than an earlier choice");
        assertThat(inSnapshot()).containsExactly(id(shorter));
    }

    @Test
    void whatNamesNoChoiceOfOursNeverTakesPart() throws Exception {
        ConsentJson plain =
                hide.with("category", "[{\"coding\": [{\"system\": \"http://loinc.org\", \"code\": \"59284-0\"}]}]");
        save(plain);
        save(plain);
        save(hide);

        assertThat(states().values()).containsOnly(State.ENFORCED);
        assertThat(inSnapshot()).hasSize(3);
    }

    @Test
    void answersOfABundleCountByTheirTimeAndADenialWinsATie() throws Exception {
        FhirClient feeder = FhirClient.feeder(stack);
        String entries = IntStream.of(1, 3, 2)
                .mapToObj(day -> show.at("2026-11-0" + day + "T09:00:00Z"))
                .map(consent -> entry(consent))
                .collect(Collectors.joining(","));
        String tie = entry(hide.at("2026-11-03T09:00:00Z"));
        Answer answer = feeder.post("", bundle(tie + "," + entries));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        answer.json()
                .path("entry")
                .forEach(each -> saved.add(
                        each.path("response").path("location").asText().replaceFirst(".*Consent/([^/]+).*", "$1")));
        assertThat(inSnapshot()).containsExactly(saved.get(0));
        assertThat(consultantSees()).isEqualTo(404);
    }

    @Test
    void aBundleBringsAPatientWithTheirChoices() throws Exception {
        FhirClient feeder = FhirClient.feeder(stack);
        String born = "{\"fullUrl\": \"urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0\","
                + " \"request\": {\"method\": \"POST\", \"url\": \"Patient\"}, \"resource\": {\"resourceType\": \"Patient\"}}";
        ConsentJson theirs = hide.with("patient", "{\"reference\": \"urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0\"}");

        Answer answer = feeder.post("", bundle(born + "," + entry(theirs)));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        String id = answer.json()
                .path("entry")
                .path(0)
                .path("response")
                .path("location")
                .asText()
                .replaceFirst(".*Patient/([^/]+).*", "$1");
        assertThat(snapshots.load(List.of(id)).byPatient().get(id).directives()).hasSize(1);
    }

    private static String entry(ConsentJson consent) {
        return "{\"request\": {\"method\": \"POST\", \"url\": \"Consent\"}, \"resource\": " + consent + "}";
    }

    private static String bundle(String entries) {
        return "{\"resourceType\": \"Bundle\", \"type\": \"transaction\", \"entry\": [" + entries + "]}";
    }

    @Test
    void ofTwoWritersOfOneConsentOneWinsAndTheOtherIsTold() throws Exception {
        String id = id(save(hide));
        for (int round = 0; round < 5; round++) {
            long version = kept(id).version();
            List<Answer> answers = atOnce(IntStream.range(0, 2)
                    .<Callable<Answer>>mapToObj(writer -> () -> patient.send(patient.request("Consent/" + id)
                            .header("Content-Type", "application/fhir+json")
                            .header("If-Match", "W/\"" + version + "\"")
                            .PUT(BodyPublishers.ofString((writer == 0 ? hide : show)
                                    .id(id)
                                    .at("2026-11-0" + (writer + 1))
                                    .with("language", "\"x-" + version + "\"")
                                    .toString()))))
                    .toList());

            assertThat(answers.stream().filter(each -> each.status() == 200))
                    .as(answers.toString())
                    .hasSize(1);
            assertThat(answers.stream().filter(each -> each.status() == 409 || each.status() == 412))
                    .as(answers.toString())
                    .hasSize(1);
            assertThat(kept(id).version()).isEqualTo(version + 1);
            JsonNode stored = patient.get("Consent/" + id).json();
            assertThat(stored.path("meta").path("versionId").asLong()).isEqualTo(version + 1);
            assertThat(consultantSees())
                    .isEqualTo(stored.path("provision").path("type").asText().equals("deny") ? 404 : 200);
        }
    }

    private KeptConsent kept(String id) {
        return choices.of(patientId).stream()
                .filter(each -> each.consent().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void ofTwoAnswersAtOnceBothAreStoredAndOneCounts() throws Exception {
        for (int round = 0; round < 3; round++) {
            List<Answer> answers = atOnce(List.of(() -> save(hide), () -> save(show), () -> save(hide)));

            assertThat(answers.stream().map(Answer::status)).containsOnly(201);
            assertThat(inSnapshot()).hasSize(1);
            assertThat(states().values().stream().filter(State.ENFORCED::equals))
                    .hasSize(1);
            boolean denied = kept(inSnapshot().get(0))
                    .directive()
                    .orElseThrow()
                    .root()
                    .effect()
                    .name()
                    .equals("DENY");
            assertThat(consultantSees()).isEqualTo(denied ? 404 : 200);
        }
    }

    private static List<Answer> atOnce(List<Callable<Answer>> calls) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(calls.size());
        CyclicBarrier start = new CyclicBarrier(calls.size());
        try {
            List<Future<Answer>> futures = calls.stream()
                    .map(call -> threads.submit(() -> {
                        start.await();
                        return call.call();
                    }))
                    .toList();
            List<Answer> answers = new ArrayList<>();
            for (Future<Answer> future : futures) {
                answers.add(future.get());
            }
            return answers;
        } finally {
            threads.shutdown();
        }
    }
}
