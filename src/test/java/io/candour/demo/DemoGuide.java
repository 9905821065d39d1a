package io.candour.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** The last words of a start: where things are, who one can be, and three lines to paste into a shell. */
final class DemoGuide {
    private static final String SCOPES = "patient/*.rs patient/Consent.cruds patient/AuditEvent.rs";

    private DemoGuide() {}

    /** Asks the server for the patient's own record on the way, so what it prints has been tried. */
    static String of(DemoStack stack) throws IOException, InterruptedException {
        String id = patientId(stack);
        return """

                Candour is ready.
                  FHIR      %1$s
                  Web       %2$s/
                  Keycloak  %3$s
                  Accounts  patient, patient2, carer, gp, consultant, researcher, guardian, guardian2, auditor
                            (password %4$s)

                A token of the patient, their conditions, and who has looked at their record:
                  TOKEN=$(curl -s %5$s -d grant_type=password -d client_id=demo-cli -d username=patient -d password=%4$s -d 'scope=%6$s' | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
                  curl -s -H "Authorization: Bearer $TOKEN" '%1$s/Condition?patient=%7$s&_count=3'
                  curl -s -H "Authorization: Bearer $TOKEN" '%1$s/AuditEvent?patient=%7$s&_count=3'
                """
                .formatted(
                        stack.fhirUrl(),
                        stack.webUrl(),
                        stack.keycloak().issuer(),
                        DemoTokens.PASSWORD,
                        stack.keycloak().tokenUrl(),
                        SCOPES,
                        id);
    }

    private static String patientId(DemoStack stack) throws IOException, InterruptedException {
        String number = NhsNumber.SYSTEM + "|" + stack.cast().attribute("patient", "nhs_number");
        HttpRequest request = HttpRequest.newBuilder(URI.create(
                        stack.fhirUrl() + "/Patient?identifier=" + URLEncoder.encode(number, StandardCharsets.UTF_8)))
                .header("Authorization", "Bearer " + new DemoTokens(stack.keycloak()).of("patient", SCOPES))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        JsonNode id = JsonMapper.builder().build().readTree(answer.body()).at("/entry/0/resource/id");
        if (answer.statusCode() != 200 || id.isMissingNode()) {
            throw new DemoProblem("The patient cannot read their own record: " + answer.body());
        }
        return id.asText();
    }
}
