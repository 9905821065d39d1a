package io.candour.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The realm as it is deployed, asked by the demo's accounts: what a token says and what nobody gets. */
@ExtendWith(Stack.class)
class RealmIT {
    private static final String EVERY_KIND = "patient/*.rs user/*.rs launch/patient fhirUser";

    private final DemoTokens tokens;
    private final Cast cast;

    RealmIT(DemoStack stack) {
        tokens = new DemoTokens(stack.keycloak());
        cast = stack.cast();
    }

    @ParameterizedTest
    @CsvSource({
        "patient, patient, patient/*.rs",
        "patient2, patient, patient/*.rs",
        "carer, carer|patient, patient/*.rs",
        "gp, practitioner|emergency-access|proxy-registration|choice-registration, user/*.rs",
        "consultant, practitioner|emergency-access, user/*.rs",
        "researcher, researcher, user/*.rs",
        "guardian, guardian, user/*.rs",
        "guardian2, guardian, user/*.rs",
        "auditor, auditor, user/*.rs"
    })
    void accountAsksForEverything_whenAllowedOneKind_thenTokenHasThatKindAlone(
            String account, String roles, String scope) throws Exception {
        JsonNode token = claims(tokens.of(account, EVERY_KIND));

        assertThat(token.path("aud").asText()).isEqualTo("candour");
        assertThat(texts(token.path("roles"))).containsExactlyInAnyOrder(roles.split("\\|"));
        assertThat(token.path("scope").asText().split(" "))
                .contains(scope)
                .filteredOn(each -> each.contains("/*"))
                .containsExactly(scope);
        assertThat(texts(token.path("purpose_of_use")))
                .containsExactly("PATRQT", "TREAT", "HRESCH", "HOPERAT", "HCOMPL");
        assertThat(token.path("name").asText()).isNotBlank();
        assertThat(token.path("exp").asLong() - token.path("iat").asLong()).isEqualTo(3600);
    }

    @ParameterizedTest
    @ValueSource(strings = {"patient", "patient2", "carer"})
    void patientsToken_whenIssued_thenLinksToTheirRecord(String account) throws Exception {
        JsonNode token = claims(tokens.of(account, "patient/*.rs"));

        assertThat(token.path("nhs_number").asText()).isEqualTo(cast.attribute(account, "nhs_number"));
        assertThat(token.path("birthdate").asText()).isEqualTo(cast.attribute(account, "birthdate"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gp", "consultant"})
    void staffsToken_whenIssued_thenNamesTheirOrganisation(String account) throws Exception {
        JsonNode token = claims(tokens.of(account, "user/*.rs"));

        assertThat(token.path("ods_code").asText()).isEqualTo(cast.attribute(account, "ods_code"));
        assertThat(token.path("sds_user_id").asText()).isEqualTo(cast.attribute(account, "sds_user_id"));
        assertThat(token.has("nhs_number")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "patient/*.rs",
                "patient/*.cruds",
                "patient/Patient.r",
                "patient/Patient.rs",
                "patient/Observation.rs",
                "patient/Consent.cruds",
                "patient/AuditEvent.rs",
                "patient/*.read",
                "patient/*.write",
                "launch/patient"
            })
    void scopeOfPatients_whenAskedByPatientAndByStaff_thenOnlyThePatientHasIt(String scope) throws Exception {
        assertThat(scopes(tokens.of("patient", scope))).contains(scope);
        assertThat(scopes(tokens.of("gp", scope))).doesNotContain(scope);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user/*.rs",
                "user/*.cruds",
                "user/Patient.r",
                "user/Observation.rs",
                "user/*.read",
                "user/*.write"
            })
    void scopeOfStaff_whenAskedByPatientAndByStaff_thenOnlyStaffHasIt(String scope) throws Exception {
        assertThat(scopes(tokens.of("gp", scope))).contains(scope);
        assertThat(scopes(tokens.of("carer", scope))).doesNotContain(scope);
    }

    @Test
    void scopeOfSystems_whenAPersonAsks_thenRefused() throws Exception {
        assertThat(error("grant_type", "password", "username", "auditor", "scope", "system/*.rs"))
                .isEqualTo("invalid_scope");
    }

    @Test
    void feeder_whenItAsks_thenItIsASystemWithAShortToken() throws Exception {
        JsonNode token = claims(tokens.ofClient("feeder", "system/*.cruds"));

        assertThat(texts(token.path("roles"))).containsExactly("feeder");
        assertThat(texts(token.path("purpose_of_use"))).containsExactly("HSYSADMIN");
        assertThat(token.path("aud").asText()).isEqualTo("candour");
        assertThat(token.path("scope").asText()).isEqualTo("system/*.cruds");
        assertThat(token.path("exp").asLong() - token.path("iat").asLong()).isEqualTo(300);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nhs-app", "point-of-care", "portal"})
    void passwordGrant_whenTriedWithADeployedClient_thenRefused(String client) throws Exception {
        assertThat(error("grant_type", "password", "username", "patient", "client_id", client))
                .isIn("unauthorized_client", "invalid_client");
    }

    private String error(String... fields) throws IOException, InterruptedException {
        Map<String, String> form = new HashMap<>(Map.of("client_id", "demo-cli", "password", DemoTokens.PASSWORD));
        for (int i = 0; i < fields.length; i += 2) {
            form.put(fields[i], fields[i + 1]);
        }
        return tokens.answer(form).path("error").asText();
    }

    private static List<String> scopes(String token) throws IOException {
        return List.of(claims(token).path("scope").asText().split(" "));
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static JsonNode claims(String token) throws IOException {
        return JsonMapper.builder().build().readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]));
    }
}
