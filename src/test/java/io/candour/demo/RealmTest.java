package io.candour.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What must never be in the realm that is deployed. */
class RealmTest {
    private static final Path DEPLOYED = Path.of("docker", "keycloak", "candour-realm.json");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void deployedRealm_hasNoPeopleNoSecretsAndNoPasswordGrant() throws IOException {
        JsonNode realm = JSON.readTree(Files.readAllBytes(DEPLOYED));

        assertThat(realm.path("clients")).hasSize(5).allSatisfy(client -> {
            assertThat(client.has("secret")).isFalse();
            assertThat(client.path("directAccessGrantsEnabled").asBoolean(true)).isFalse();
            assertThat(client.path("implicitFlowEnabled").asBoolean(true)).isFalse();
        });
        assertThat(realm.path("users")).hasSize(1).allSatisfy(user -> {
            assertThat(user.path("serviceAccountClientId").asText()).isEqualTo("feeder");
            assertThat(user.has("credentials")).isFalse();
        });
    }

    @Test
    void deployedRealm_asksEveryBrowserClientForPkce() throws IOException {
        JsonNode realm = JSON.readTree(Files.readAllBytes(DEPLOYED));

        assertThat(realm.path("clients"))
                .filteredOn(client -> client.path("standardFlowEnabled").asBoolean())
                .hasSize(3)
                .allSatisfy(client -> assertThat(client.at("/attributes/pkce.code.challenge.method")
                                .asText())
                        .isEqualTo("S256"));
    }

    @Test
    void demoRealm_laysItsAdditionsOverTheDeployedOne() throws IOException {
        Cast cast = new Cast(Map.of("patient", new Cast.Part("Given", "Family", Map.of("nhs_number", "9990000018"))));

        JsonNode realm = JSON.readTree(DemoRealm.json(DEPLOYED, cast));

        assertThat(realm.path("clients").findValuesAsText("clientId"))
                .containsExactly(
                        "nhs-app",
                        "point-of-care",
                        "portal",
                        "feeder",
                        "candour",
                        "demo-cli",
                        "demo-brief",
                        "demo-elsewhere");
        assertThat(realm.path("clients").findValuesAsText("secret")).hasSize(3).doesNotContain("");
        assertThat(realm.path("users"))
                .filteredOn(user -> user.path("username").asText().equals("patient"))
                .singleElement()
                .satisfies(user -> {
                    assertThat(user.at("/attributes/nhs_number/0").asText()).isEqualTo("9990000018");
                    assertThat(user.path("lastName").asText()).isEqualTo("Family");
                });
    }
}
