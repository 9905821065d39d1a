package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import io.candour.story.FhirClient.Answer;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The database or the issuer away: 503 with an OperationOutcome, and back without a restart. */
@ExtendWith(Stack.class)
class OutageIT {
    private static final int PATIENCE_SECONDS = 60;

    @Test
    void whileTheDatabaseIsAwayNothingIsAnsweredAndThenEverythingIs(DemoStack stack) throws Exception {
        FhirClient patient = FhirClient.of(stack, "patient", FhirClient.PATIENT_SCOPES);
        FhirClient feeder = FhirClient.feeder(stack);
        String organisation = "{\"resourceType\": \"Organization\", \"name\": \"After the outage\"}";
        assertThat(patient.get("Patient").status()).isEqualTo(200);

        stack.postgres().close();
        try {
            unavailable(patient.get("Patient"));
            unavailable(patient.get("Observation?_count=1"));
            unavailable(feeder.post("Organization", organisation));
            assertThat(FhirClient.anonymous(stack).get(readiness(stack)).status())
                    .isEqualTo(503);
        } finally {
            stack.postgres().comeBack();
        }

        assertThat(eventually(() -> patient.get("Patient")).status()).isEqualTo(200);
        assertThat(eventually(() -> feeder.post("Organization", organisation)).status())
                .isEqualTo(201);
        assertThat(eventually(() -> FhirClient.anonymous(stack).get(readiness(stack)))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void whileTheIssuerHangsUnknownKeysCannotBeLookedUpAndKnownOnesStillCount(DemoStack stack) throws Exception {
        FhirClient patient = FhirClient.of(stack, "patient", FhirClient.PATIENT_SCOPES);
        assertThat(patient.get("Patient").status()).isEqualTo(200);
        RSAKey unknown = new RSAKeyGenerator(2048).keyID("not-seen-yet").generate();
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID(unknown.getKeyID())
                        .build(),
                new JWTClaimsSet.Builder().issuer(stack.keycloak().issuer()).build());
        token.sign(new RSASSASigner(unknown));
        FhirClient stranger = new FhirClient(stack.fhirUrl(), Optional.of(token.serialize()));

        stack.keycloak().suspend();
        try {
            unavailable(stranger.get("Patient"));
            unavailable(FhirClient.anonymous(stack).get(".well-known/smart-configuration"));
            assertThat(patient.get("Patient").status()).isEqualTo(200);
        } finally {
            stack.keycloak().resume();
        }

        assertThat(eventually(() -> stranger.get("Patient")).status()).isEqualTo(401);
        assertThat(eventually(() -> FhirClient.anonymous(stack).get(".well-known/smart-configuration"))
                        .status())
                .isEqualTo(200);
    }

    private static String readiness(DemoStack stack) {
        return stack.webUrl() + "/actuator/health/readiness";
    }

    private static void unavailable(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(503);
        assertThat(answer.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
        assertThat(answer.header("Retry-After")).isNotEmpty();
    }

    /** The first answer that is not 503, within a minute. */
    private static Answer eventually(Callable<Answer> request) throws Exception {
        Answer answer = request.call();
        for (int second = 0; answer.status() == 503 && second < PATIENCE_SECONDS; second++) {
            Thread.sleep(1_000);
            answer = request.call();
        }
        return answer;
    }
}
