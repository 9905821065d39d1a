package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.candour.demo.DemoStack;
import io.candour.demo.DemoTokens;
import io.candour.demo.Stack;
import io.candour.story.FhirClient.Answer;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.JdbcTemplate;

/** Whose tokens count, and how far they reach. */
@ExtendWith(Stack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IdentityIT {
    /** What the server allows an issuer's clock to be off by, and a little. */
    private static final long PAST_THE_SKEW_MILLIS = 12_500;

    private DemoStack stack;
    private DemoTokens tokens;

    @BeforeAll
    void start(DemoStack running) {
        stack = running;
        tokens = new DemoTokens(stack.keycloak());
    }

    @Test
    void withoutATokenThereIsAChallenge() throws Exception {
        Answer answer = FhirClient.anonymous(stack).get("Patient");

        unauthenticated(answer);
    }

    @Test
    void aTokenForAnotherServerIsRefused() throws Exception {
        unauthenticated(
                with(tokens.of("demo-elsewhere", "patient", "patient/*.rs")).get("Patient"));
    }

    @Test
    void anExpiredTokenIsRefused() throws Exception {
        FhirClient client = with(tokens.of("demo-brief", "patient", "patient/*.rs"));
        assertThat(client.get("Patient").status()).isEqualTo(200);

        Thread.sleep(PAST_THE_SKEW_MILLIS);

        unauthenticated(client.get("Patient"));
    }

    @Test
    void aTokenSignedByAnotherKeyIsRefusedWhateverItSays() throws Exception {
        SignedJWT genuine = SignedJWT.parse(tokens.of("patient", "patient/*.rs"));
        RSAKey forger =
                new RSAKeyGenerator(2048).keyID(genuine.getHeader().getKeyID()).generate();

        unauthenticated(with(signed(genuine.getJWTClaimsSet(), forger)).get("Patient"));
    }

    @Test
    void aTokenOfAnotherIssuerIsRefused() throws Exception {
        SignedJWT genuine = SignedJWT.parse(tokens.of("patient", "patient/*.rs"));
        JWTClaimsSet elsewhere = new JWTClaimsSet.Builder(genuine.getJWTClaimsSet())
                .issuer("https://issuer.example/realms/candour")
                .build();

        unauthenticated(
                with(signed(elsewhere, new RSAKeyGenerator(2048).keyID("other").generate()))
                        .get("Patient"));
        unauthenticated(with("nonsense").get("Patient"));
    }

    @Test
    void aScopeThatIsTooSmallIsForbidden() throws Exception {
        FhirClient observations = FhirClient.of(stack, "patient", "patient/Observation.rs");

        assertThat(observations.get("Observation?_count=1").status()).isEqualTo(200);
        forbidden(observations.get("Condition"));
        forbidden(observations.get("Patient"));
        forbidden(observations.post("Consent", "{\"resourceType\": \"Consent\"}"));
    }

    @Test
    void readWithoutSearchIsJustThat() throws Exception {
        FhirClient all = FhirClient.of(stack, "patient", "patient/*.rs");
        String id = all.ownId();
        FhirClient readOnly = FhirClient.of(stack, "patient", "patient/Patient.r");

        assertThat(readOnly.get("Patient/" + id).status()).isEqualTo(200);
        forbidden(readOnly.get("Patient"));
    }

    @Test
    void version1ScopesReadAndSearch() throws Exception {
        FhirClient client = FhirClient.of(stack, "gp", "user/*.read");
        String number = stack.cast().attribute("patient", "nhs_number");

        Answer found = client.get("Patient?identifier=https://fhir.nhs.uk/Id/nhs-number%7C" + number);

        assertThat(found.resources()).hasSize(1);
    }

    @Test
    void aTokenWithoutAnyResourceScopeIsForbidden() throws Exception {
        forbidden(FhirClient.of(stack, "patient", "openid").get("Patient"));
    }

    @Test
    void aResearcherReadsNoRecord() throws Exception {
        FhirClient researcher = FhirClient.of(stack, "researcher", FhirClient.STAFF_SCOPES);

        forbidden(researcher.get("Observation?patient=x"));
        assertThat(researcher.get("Organization?_count=1").status()).isEqualTo(200);
    }

    @Test
    void aSystemClientWritesAndReadsNoRecord() throws Exception {
        forbidden(FhirClient.feeder(stack).get("Patient?identifier=x"));
    }

    @Test
    void aForgedNetworkHeaderChangesNothing() throws Exception {
        FhirClient client = FhirClient.of(stack, "patient", "patient/*.rs");
        Answer answer = client.send(client.request("Patient")
                .header("X-Forwarded-For", "203.0.113.9")
                .GET());

        assertThat(stack.server()
                        .getBean(JdbcTemplate.class)
                        .queryForObject(
                                "select address from candour.access_record where request_id = ?",
                                String.class,
                                answer.header("X-Request-ID")))
                .isNotEqualTo("203.0.113.9");
    }

    @Test
    void smartConfigurationNamesTheIssuersEndpoints() throws Exception {
        Answer answer = FhirClient.anonymous(stack).get(".well-known/smart-configuration");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("token_endpoint").asText())
                .isEqualTo(stack.keycloak().tokenUrl());
        assertThat(answer.json().path("capabilities").toString()).contains("permission-v2");
    }

    @Test
    void theCapabilityStatementNamesWhatIsSupportedAndNothingElse() throws Exception {
        JsonNode statement = FhirClient.anonymous(stack).get("metadata").json();

        assertThat(statement.path("fhirVersion").asText()).isEqualTo("4.0.1");
        assertThat(statement.path("format").toString()).isEqualTo("[\"application/fhir+json\",\"json\"]");
        JsonNode rest = statement.path("rest").path(0);
        assertThat(rest.path("operation").isMissingNode()).isTrue();
        FhirClient patient = FhirClient.of(stack, "patient", FhirClient.PATIENT_SCOPES);
        for (JsonNode resource : rest.path("resource")) {
            String type = resource.path("type").asText();
            boolean searchable = StreamSupport.stream(
                            resource.path("interaction").spliterator(), false)
                    .anyMatch(each -> each.path("code").asText().equals("search-type"));
            assertThat(patient.get(type + "?_count=1").status())
                    .as("search of %s as the statement says", type)
                    .isEqualTo(searchable ? 200 : 403);
        }
    }

    private FhirClient with(String token) {
        return new FhirClient(stack.fhirUrl(), Optional.of(token));
    }

    private static String signed(JWTClaimsSet claims, RSAKey key) throws Exception {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims);
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }

    private static void unauthenticated(Answer answer) {
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(answer.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
    }

    private static void forbidden(Answer answer) {
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
    }
}
