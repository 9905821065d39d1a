package io.candour.demo;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.stream.Collectors;

/** Lets {@code carer} act for {@code patient}, as that one would say it in their app. */
public final class DemoCarer {
    private DemoCarer() {}

    /** The carer sees all but what is sensitive, from now on and until somebody ends it. */
    public static void appoint(DemoStack stack) throws IOException {
        appoint(stack, List.of());
    }

    /**
     * The same in these categories alone.
     *
     * @param categories by their codes; all, where none is named
     * @return the logical id of the Consent that says so, which is the grant's
     */
    public static String appoint(DemoStack stack, List<String> categories) throws IOException {
        String terms =
                """
                {"resourceType": "Parameters", "parameter": [
                  {"name": "nhsNumber", "valueString": "%s"}, {"name": "birthDate", "valueDate": "%s"}%s]}
                """
                        .formatted(
                                stack.cast().attribute("carer", "nhs_number"),
                                stack.cast().attribute("carer", "birthdate"),
                                categories.stream()
                                        .map(", {\"name\": \"category\", \"valueCode\": \"%s\"}"::formatted)
                                        .collect(Collectors.joining()));
        try {
            String token = new DemoTokens(stack.keycloak()).of("patient", "patient/*.rs patient/Consent.cruds");
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(stack.fhirUrl() + "/Patient/$appoint-proxy"))
                                    .header("Authorization", "Bearer " + token)
                                    .header("Content-Type", "application/fhir+json")
                                    .POST(BodyPublishers.ofString(terms))
                                    .build(),
                            BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new DemoProblem("The carer was not appointed: " + answer.body());
            }
            return JsonMapper.builder()
                    .build()
                    .readTree(answer.body())
                    .at("/parameter/0/valueReference/reference")
                    .asText()
                    .replace("Consent/", "");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new DemoProblem("Stopped before the carer was appointed");
        }
    }
}
