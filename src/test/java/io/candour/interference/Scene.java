package io.candour.interference;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.candour.consent.Choice;
import io.candour.consent.Effect;
import io.candour.consent.Provision;
import io.candour.consent.fhir.ChoiceAnswer;
import io.candour.consent.fhir.ChoiceConsents;
import io.candour.demo.DemoStack;
import io.candour.identity.Directory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.hl7.fhir.r4.model.Consent;

/** The planted items, everybody who asks, and a way to ask one question at a time. */
record Scene(DemoStack stack, Asker asker, People people, Planted planted, Proxy proxy) {
    private static final String JSON = "application/fhir+json";
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    static Scene set(DemoStack stack) throws IOException, InterruptedException {
        Asker asker = new Asker(stack.fhirUrl());
        People people = new People(stack);
        Planted planted = new Planted(asker, () -> people.named("system").token());
        String practice = stack.server()
                .getBean(Directory.class)
                .find("Organization", Directory.ODS_CODE, stack.cast().attribute("gp", "ods_code"))
                .orElseThrow();
        planted.plant(people.patient(), people.patient2(), practice);
        Proxy proxy = Proxy.appoint(stack, asker, people);
        // What was planted may say more of who somebody is.
        people.renew();
        return new Scene(stack, asker, people, planted, proxy);
    }

    void end() {
        proxy.end();
        planted.remove();
        asker.close();
    }

    /** Names that choices may be about. */
    List<String> actors() {
        return List.of(
                Directory.ODS_CODE + "|" + stack.cast().attribute("gp", "ods_code"),
                Directory.ODS_CODE + "|" + stack.cast().attribute("consultant", "ods_code"),
                Directory.SDS_USER_ID + "|" + stack.cast().attribute("gp", "sds_user_id"),
                Directory.SDS_USER_ID + "|" + stack.cast().attribute("consultant", "sds_user_id"));
    }

    /** What came back. */
    record Answer(int status, Map<String, String> headers, String body) {
        JsonNode json() {
            try {
                return MAPPER.readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** References of a searchset's matches. */
        List<String> resources() {
            return StreamSupport.stream(json().path("entry").spliterator(), false)
                    .filter(entry -> !entry.at("/search/mode").asText().equals("outcome"))
                    .map(entry -> entry.path("resource"))
                    .map(each -> each.path("resourceType").asText() + "/"
                            + each.path("id").asText())
                    .toList();
        }

        Optional<String> next() {
            return StreamSupport.stream(json().path("link").spliterator(), false)
                    .filter(link -> link.path("relation").asText().equals("next"))
                    .map(link -> link.path("url").asText())
                    .findFirst();
        }
    }

    /** @param pathOrUrl behind the FHIR base, or a link of an answer */
    Answer get(String pathOrUrl, Person by) {
        return ask(Question.get(pathOrUrl.replace(asker.baseUrl() + "/", "")), by);
    }

    Answer ask(Question question, Person by) {
        HttpResponse<byte[]> response = asker.raw(question, by.token());
        Map<String, String> headers = new TreeMap<>();
        response.headers().map().forEach((name, values) -> headers.put(name, String.join(", ", values)));
        headers.remove("date");
        return new Answer(response.statusCode(), headers, new String(response.body(), StandardCharsets.UTF_8));
    }

    /** The reference of a planted item, by its name. */
    String item(String name) {
        return planted.item(name);
    }

    /** The logical id of a new Consent of this account, which is not in force. */
    String consentOf(String account) {
        Person person = people.named(account);
        Consent draft = denial(person.subject(), Provision.builder(Effect.DENY).build());
        draft.setStatus(Consent.ConsentState.INACTIVE);
        return save(draft, person).json().path("id").asText();
    }

    /** The answer to a choice of this person's to hide one item. */
    Answer hide(String item, Person by) {
        Consent denial = denial(
                by.subject(),
                Provision.builder(Effect.DENY).instances(Set.of(item)).build());
        return ask(Question.send("POST", "Consent", JSON, encoded(denial)), by);
    }

    /** While the patient hides everything from this account's organisation. */
    void whileDenied(String account, Runnable then) {
        String organisation = Directory.ODS_CODE + "|" + stack.cast().attribute(account, "ods_code");
        whileStands(Provision.builder(Effect.DENY).actors(Set.of(organisation)).build(), then);
    }

    /** While the patient hides one item from everybody. */
    void whileHidden(String item, Runnable then) {
        whileStands(Provision.builder(Effect.DENY).instances(Set.of(item)).build(), then);
    }

    private void whileStands(Provision rule, Runnable then) {
        Person patient = people.named("patient");
        Consent denial = denial(people.patient(), rule);
        denial.setId(save(denial, patient).json().path("id").asText());
        try {
            then.run();
        } finally {
            denial.setStatus(Consent.ConsentState.INACTIVE);
            // What a Consent names cannot be deleted.
            denial.getProvision().setData(List.of());
            Answer over = ask(
                    Question.send("PUT", "Consent/" + denial.getIdElement().getIdPart(), JSON, encoded(denial)),
                    patient);
            assertThat(over.status()).as(over.body()).isEqualTo(200);
        }
    }

    private Answer save(Consent consent, Person by) {
        Answer saved = ask(Question.send("POST", "Consent", JSON, encoded(consent)), by);
        assertThat(saved.status()).as(saved.body()).isEqualTo(201);
        return saved;
    }

    private static Consent denial(String patient, Provision rule) {
        return ChoiceConsents.of(new ChoiceAnswer(
                patient,
                Choice.HIDE_FROM,
                rule,
                Optional.empty(),
                Instant.now().minusSeconds(1),
                "Patient/" + patient,
                Optional.empty(),
                "not this",
                "https://candour.io/terms/by-hand"));
    }

    private static String encoded(Consent consent) {
        return FhirContext.forR4Cached().newJsonParser().encodeResourceToString(consent);
    }
}
