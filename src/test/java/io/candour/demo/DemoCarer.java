package io.candour.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Lets {@code carer} act for {@code patient}, as that one would say it in their app. */
public final class DemoCarer {
    private DemoCarer() {}

    /** The carer sees all but what is sensitive, from now on and until somebody ends it. */
    public static void appoint(DemoStack stack) throws IOException {
        String terms =
                """
                {"resourceType": "Parameters", "parameter": [
                  {"name": "nhsNumber", "valueString": "%s"}, {"name": "birthDate", "valueDate": "%s"}]}
                """
                        .formatted(
                                stack.cast().attribute("carer", "nhs_number"),
                                stack.cast().attribute("carer", "birthdate"));
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
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new DemoProblem("Stopped before the carer was appointed");
        }
    }
}
