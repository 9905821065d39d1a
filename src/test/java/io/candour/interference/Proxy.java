package io.candour.interference;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.demo.DemoCarer;
import io.candour.demo.DemoStack;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

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
        return new Proxy(asker, people, DemoCarer.appoint(stack, REACH));
    }

    void end() {
        Person patient = people.named("patient");
        HttpResponse<byte[]> answer = asker.raw(
                Question.send(
                        "POST",
                        "Patient/" + patient.subject() + "/$end-access",
                        "application/fhir+json",
                        """
                        {"resourceType": "Parameters", "parameter": [{"name": "grant", "valueString": "%s"},
                         {"name": "code", "valueCode": "patient-wish"},
                         {"name": "reason", "valueString": "No longer needed"}]}
                        """
                                .formatted(grant)),
                patient.token());
        assertThat(answer.statusCode())
                .as(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
    }
}
