package io.candour.interference;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.candour.demo.DemoStack;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** The carer as one who acts for {@code patient}, in a part of their record. */
final class Proxy {
    static final String NAME = "carer";
    /** With {@code acts-for}: as a proxy, and not as a patient of their own. */
    static final String SCOPES = "openid acts-for patient/*.rs patient/Consent.cruds";

    private static final List<String> REACH =
            List.of("details", "conditions", "medicines", "measurements", "test-results", "visits");

    private final Asker asker;
    private final People people;
    private final String grant;

    private Proxy(Asker asker, People people, String grant) {
        this.asker = asker;
        this.people = people;
        this.grant = grant;
    }

    /** From now on, until {@link #end}. */
    static Proxy appoint(DemoStack stack, Asker asker, People people) throws IOException {
        String terms = REACH.stream()
                .map(each -> ", {\"name\": \"category\", \"valueCode\": \"" + each + "\"}")
                .collect(Collectors.joining(
                        "",
                        """
                        {"resourceType": "Parameters", "parameter": [
                         {"name": "nhsNumber", "valueString": "%s"}, {"name": "birthDate", "valueDate": "%s"}
                        """
                                .formatted(
                                        stack.cast().attribute(NAME, "nhs_number"),
                                        stack.cast().attribute(NAME, "birthdate")),
                        "]}"));
        byte[] answer = invoke(asker, people, "$appoint-proxy", terms);
        String consent = JsonMapper.builder()
                .build()
                .readTree(answer)
                .at("/parameter/0/valueReference/reference")
                .asText();
        assertThat(consent).startsWith("Consent/");
        return new Proxy(asker, people, consent.substring(consent.indexOf('/') + 1));
    }

    void end() {
        invoke(
                asker,
                people,
                "$end-access",
                """
                {"resourceType": "Parameters", "parameter": [{"name": "grant", "valueString": "%s"},
                 {"name": "code", "valueCode": "patient-wish"}, {"name": "reason", "valueString": "No longer needed"}]}
                """
                        .formatted(grant));
    }

    private static byte[] invoke(Asker asker, People people, String operation, String terms) {
        Person patient = people.named("patient");
        HttpResponse<byte[]> answer = asker.raw(
                Question.send("POST", "Patient/" + patient.subject() + "/" + operation, "application/fhir+json", terms),
                patient.token());
        assertThat(answer.statusCode())
                .as(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        return answer.body();
    }
}
