package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import io.candour.story.FhirClient.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written in a way that another part of the server could read otherwise: refused, clearly and cheaply. */
@ExtendWith(Stack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GateBadInputIT {
    private static final String FORM = "application/x-www-form-urlencoded";

    private FhirClient patient;
    private FhirClient feeder;

    @BeforeAll
    void signIn(DemoStack stack) throws Exception {
        patient = FhirClient.of(stack, "patient", FhirClient.PATIENT_SCOPES);
        feeder = FhirClient.feeder(stack);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Observation?_count=-1",
                "Observation?_count=2147483648",
                "Observation?_count=%31%30%30%30%30%30%30%30%30%30%30",
                "Observation?_count=1&_count=2",
                "Observation?patient=a&patient=b",
                "Observation?patient=a&subject=b",
                "Observation?_sort=date&_sort=-date",
                "Observation?code=",
                "Observation?code=%20",
                "Observation?=x",
                "Observation?code=a%0Ab",
                "Observation?code%00=a",
                "Observation?patient=%F0%9F%92%8A",
                "Observation?patient=..%2F..%2Fetc",
                "Observation?_lastUpdated=%D9%A2%D9%A0%D9%A2%D9%A6",
                "Observation?date=2026-13-45",
                "Observation?%E2%80%AEcode=a"
            })
    void parametersThatCanBeReadInTwoWays(String search) throws Exception {
        refused(patient.get(search));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%4Fbservation/x%2F_history",
                "Observation%2Fx",
                "Observation/%2e%2e/Patient",
                "Observation/x%00",
                "Observation/x;jsessionid=1",
                "Observation/x%25",
                "%252e%252e/Observation",
                "Observation/%F0%9F%92%8A",
                "Observation/x%0d%0aX-Evil:1"
            })
    void pathsThatCanBeReadInTwoWays(String path) throws Exception {
        refused(patient.get(path));
    }

    /** Escaped or not, a request is the same request. */
    @Test
    void escapesThatNobodyNeedsChangeNothing() throws Exception {
        Answer plain = patient.get("Observation?_count=2&_sort=date");

        assertThat(patient.get("Observation?%5Fcount=%32&_sort=d%61te").resources())
                .containsExactlyElementsOf(plain.resources().toList());
        assertThat(refused(patient.get("%4Fbservation?_count=2")).status()).isEqualTo(400);
    }

    @Test
    void aHundredKilobytesOfUrl() throws Exception {
        Instant start = Instant.now();

        refused(patient.get("Observation?code=" + "x".repeat(100_000)));
        refused(patient.get("Observation/" + "x".repeat(100_000)));
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(5));
    }

    /** What the URL says and what the form says are one question, so each part may be said once. */
    @Test
    void parametersInBodyAndUrlAtOnce() throws Exception {
        refused(form("Observation/_search?_count=1", "_count=2"));
        refused(form("Observation/_search?patient=a", "patient=b"));
        assertThat(form("Observation/_search?_count=1", "_sort=date").resources())
                .containsExactlyElementsOf(patient.get("Observation?_count=1&_sort=date")
                        .resources()
                        .toList());
    }

    private Answer form(String path, String body) throws Exception {
        return patient.send(patient.request(path).header("Content-Type", FORM).POST(BodyPublishers.ofString(body)));
    }

    /** Preferences may be passed over; none changes what is answered. */
    @ParameterizedTest
    @ValueSource(strings = {"return=minimal", "respond-async", "handling=lenient", "return=representation, x=y"})
    void preferencesOfAReadArePassedOver(String preference) throws Exception {
        Answer plain = patient.get("Observation?_count=2");
        Answer asked = patient.send(patient.request("Observation?_count=2")
                .header("Prefer", preference)
                .GET());

        assertThat(asked.status()).isEqualTo(200);
        assertThat(asked.resources())
                .containsExactlyElementsOf(plain.resources().toList());
    }

    @ParameterizedTest
    @CsvSource({
        "X-HTTP-Method-Override, DELETE, 400",
        "Accept, application/fhir+xml, 406",
        "Accept, application/fhir+ndjson, 406",
        "Accept, text/html, 406",
        "Content-Encoding, gzip, 415"
    })
    void headersThatAreNotSpokenHere(String header, String value, int status) throws Exception {
        assertThat(refused(patient.send(
                                patient.request("Patient").header(header, value).GET()))
                        .status())
                .isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/fhir+xml",
                "application/fhir+ndjson",
                "application/x-ndjson",
                "text/plain",
                "multipart/form-data; boundary=x",
                "application/json-patch+json"
            })
    void bodiesOfOtherKinds(String type) throws Exception {
        assertThat(refused(feeder.send(feeder.request("Organization")
                                .header("Content-Type", type)
                                .POST(BodyPublishers.ofString("{}"))))
                        .status())
                .isEqualTo(415);
    }

    /** A gigabyte in a megabyte is never unpacked. */
    @Test
    void aBombOfZeros() throws Exception {
        byte[] bomb = bomb();
        long before = used();
        Instant start = Instant.now();

        for (String path : new String[] {"Organization", "", "Organization/_search"}) {
            assertThat(refused(feeder.send(feeder.request(path)
                                    .header("Content-Type", "application/fhir+json")
                                    .header("Content-Encoding", "gzip")
                                    .POST(BodyPublishers.ofByteArray(bomb))))
                            .status())
                    .isEqualTo(415);
        }

        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(10));
        assertThat(used() - before).isLessThan(500L << 20);
    }

    private static long used() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static byte[] bomb() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 1024; i++) {
                gzip.write(zeros);
            }
        }
        return packed.toByteArray();
    }

    @Test
    void jsonAsDeepAsItIsLong() throws Exception {
        String deep = "{\"resourceType\":\"Organization\",\"contact\":" + "[".repeat(200_000);

        refused(feeder.post("Organization", deep));
        refused(patient.post("", "{\"resourceType\":\"Bundle\",\"entry\":" + "[".repeat(200_000)));
    }

    private static Answer refused(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isBetween(400, 431);
        assertThat(answer.body()).doesNotContain("HAPI").doesNotContain("Tomcat");
        assertThat(answer.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
        return answer;
    }
}
