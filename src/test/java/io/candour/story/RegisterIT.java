package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import io.candour.story.FhirClient.Answer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** The register of secondary uses: guardians keep it by four eyes, and everybody reads it. */
@Order(Integer.MAX_VALUE - 6)
@ExtendWith(Stack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RegisterIT {
    private DemoStack stack;
    private FhirClient guardian;
    private FhirClient guardian2;
    private FhirClient anybody;

    @BeforeAll
    void people(DemoStack running) throws Exception {
        stack = running;
        guardian = FhirClient.of(stack, "guardian", Registering.GUARDIAN);
        guardian2 = FhirClient.of(stack, "guardian2", Registering.GUARDIAN);
        anybody = FhirClient.anonymous(stack);
    }

    private String registered() throws Exception {
        Answer answer = Registering.register(guardian, Registering.programme());
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().path("id").asText();
    }

    private JsonNode read(String id) throws Exception {
        Answer answer = anybody.get("ResearchStudy/" + id);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    @Test
    void aProgrammeIsPublicFromTheStartAndBeginsOnlyWhenItsNoticeHasRun() throws Exception {
        String id = registered();

        JsonNode proposed = read(id);
        assertThat(proposed.path("status").asText()).isEqualTo("in-review");
        assertThat(proposed.at("/contained/0/name").asText()).isEqualTo("University of Elmshire");
        assertThat(proposed.at("/category/0/coding/0/code").asText()).isEqualTo("HRESCH");
        assertThat(extensions(proposed))
                .contains("legal-basis", "fee", "commercial", "data-class")
                .doesNotContain("notice-period");

        assertThat(Registering.decide(guardian2, id, "approved").status()).isEqualTo(200);
        JsonNode noticed = read(id);
        assertThat(noticed.path("status").asText()).isEqualTo("approved");
        assertThat(extensions(noticed)).contains("notice-period");
        assertThat(noticed.at("/period/start").asText().substring(0, 10))
                .isGreaterThanOrEqualTo(Registering.today().plusDays(27).toString());

        Registering.letNoticeRun(stack, id);
        assertThat(read(id).path("status").asText()).isEqualTo("active");
        assertThat(Registering.decide(guardian, id, "stopped").status()).isEqualTo(200);
        assertThat(read(id).path("status").asText()).isEqualTo("administratively-completed");
    }

    private static List<String> extensions(JsonNode study) {
        return StreamSupport.stream(study.path("extension").spliterator(), false)
                .map(each -> each.path("url").asText().replaceFirst(".*/", ""))
                .distinct()
                .toList();
    }

    @Test
    void anybodySearchesTheRegister() throws Exception {
        String id = registered();

        assertThat(anybody.get("ResearchStudy?status=in-review").resources().map(each -> each.path("id")
                        .asText()))
                .contains(id);
        assertThat(anybody.get("ResearchStudy?status=active&_id=" + id).resources())
                .isEmpty();
        assertThat(FhirClient.of(stack, "patient", FhirClient.PATIENT_SCOPES)
                        .get("ResearchStudy?_id=" + id)
                        .resources())
                .hasSize(1);
        assertThat(anybody.get("ResearchStudy/nothing").status()).isEqualTo(404);
        assertThat(anybody.get("ResearchStudy?title=x").element()).isEqualTo("title");
        assertThat(anybody.post("ResearchStudy", "{\"resourceType\": \"ResearchStudy\"}")
                        .status())
                .isEqualTo(401);
        assertThat(FhirClient.feeder(stack)
                        .post("ResearchStudy", "{\"resourceType\": \"ResearchStudy\"}")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void nobodyLetsInWhatTheyRegistered() throws Exception {
        String id = registered();

        refused(Registering.decide(guardian, id, "approved"), 422, "programme");
        assertThat(read(id).path("status").asText()).isEqualTo("in-review");
        assertThat(Registering.decide(guardian2, id, "refused").status()).isEqualTo(200);
        assertThat(read(id).path("status").asText()).isEqualTo("disapproved");
        refused(Registering.decide(guardian2, id, "approved"), 422, "programme");
        refused(Registering.decide(guardian2, id, "stopped"), 422, "programme");
        assertThat(Registering.decide(guardian2, "nothing", "approved").status())
                .isEqualTo(404);
        refused(Registering.decide(guardian2, id, "maybe"), 400, "outcome");
    }

    @Test
    void whatCannotBeLetInIsRefusedByName() throws Exception {
        for (String type : List.of("insurer", "marketer")) {
            refused(with("organisationType:valueCode", type), 422, "organisationType");
        }
        refused(with("organisationType:valueCode", "club"), 400, "organisationType");
        refused(with("organisationType:valueCode", "company"), 422, "commercial");
        refused(with("organisation:valueString", "x"), 400, "organisation");
        refused(with("organisationName:valueString", "Another name"), 422, "organisation");
        refused(with("purpose:valueCode", "HMARKT"), 400, "purpose");
        refused(with("purpose:valueCode", "TREAT"), 400, "purpose");
        refused(with("category:valueCode", "choices"), 400, "category");
        refused(with("end:valueDate", "2000-01-01"), 400, "end");
        refused(with("start:valueDate", "2026"), 400, "start");
        refused(with("notice:valueInteger", 1), 422, "notice");
        refused(with("notice:valueInteger", 0), 400, "notice");
        refused(with("title:valueString", "x"), 400, "title");
    }

    /** The answer to a programme that is as the others but in one point. */
    private Answer with(String name, Object value) throws Exception {
        registered();
        Map<String, Object> given = new TreeMap<>(Registering.programme());
        given.put(name, value);
        return Registering.register(guardian, given);
    }

    private static void refused(Answer answer, int status, String element) {
        assertThat(answer.status()).as(element + answer.body()).isEqualTo(status);
        assertThat(answer.element()).isEqualTo(element);
    }

    @Test
    void whoKeepsTheRegisterSeesWhoEnteredAndDecided() throws Exception {
        String id = registered();
        assertThat(Registering.decide(guardian2, id, "refused").status()).isEqualTo(200);

        for (String account : List.of("guardian2", "auditor")) {
            Answer answer = FhirClient.of(stack, account, FhirClient.STAFF_SCOPES)
                    .get("ResearchStudy/$programmes?programme=" + id);
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            JsonNode only =
                    Choosing.parts(answer.json(), "programme").findFirst().orElseThrow();
            assertThat(only.toString()).contains("\"registeredBy\"", "\"Demo Guardian\"", "As the committee said");
            JsonNode decision = Choosing.parts(only, "decision").findFirst().orElseThrow();
            assertThat(Choosing.value(decision, "outcome")).isEqualTo("refused");
            assertThat(Choosing.parts(decision, "by").findFirst().orElseThrow().toString())
                    .isNotEqualTo(Choosing.parts(only, "registeredBy")
                            .findFirst()
                            .orElseThrow()
                            .toString()
                            .replace("registeredBy", "by"));
        }
        assertThat(Choosing.parts(
                        guardian.get("ResearchStudy/$programmes?_count=1").json(), "programme"))
                .hasSize(1);
        assertThat(FhirClient.of(stack, "researcher", Registering.GUARDIAN)
                        .get("ResearchStudy/$programmes")
                        .status())
                .isEqualTo(403);
        assertThat(anybody.get("ResearchStudy/$programmes").status()).isEqualTo(401);
    }

    @Test
    void aProgrammeThatWouldBeOverBeforeItsNoticeRanIsNotLetIn() throws Exception {
        Map<String, Object> given = Registering.programme();
        given.put("end:valueDate", Registering.today().plusDays(3).toString());
        String id = Registering.register(guardian, given).json().path("id").asText();

        refused(Registering.decide(guardian2, id, "approved"), 422, "programme");
    }

    @Test
    void nobodyElseKeepsTheRegister() throws Exception {
        String id = registered();
        for (String account : List.of("patient", "gp", "researcher", "auditor")) {
            String scopes = account.equals("patient") ? "openid patient/*.cruds" : Registering.GUARDIAN;
            FhirClient client = FhirClient.of(stack, account, scopes);
            assertThat(Registering.register(client, Registering.programme()).status())
                    .as(account)
                    .isEqualTo(403);
            assertThat(Registering.decide(client, id, "approved").status())
                    .as(account)
                    .isEqualTo(403);
        }
        FhirClient reading = FhirClient.of(stack, "guardian2", FhirClient.STAFF_SCOPES);
        assertThat(Registering.decide(reading, id, "approved").status())
                .as("a scope for reading")
                .isEqualTo(403);
    }
}
