package io.candour.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The compose file says nothing that the server, the realm, the Dockerfile or {@code prepare.sh} does not know. */
class ComposeTest {
    private static final Path DOCKER = Compose.FOLDER;
    private static final Path REALM = DOCKER.resolve("keycloak/candour-realm.json");
    private static final List<String> OWNERS =
            List.of("candour.database.owner-password", "candour.journal.owner-password");

    private final Compose compose;

    ComposeTest() throws IOException {
        compose = Compose.read();
    }

    @Test
    void whatOurServicesAreToldArePropertiesOfTheServer() throws IOException {
        KnownProperties known = KnownProperties.read();

        assertThat(compose.ours()).containsExactly("migrate", "server");
        for (String service : compose.ours()) {
            assertThat(compose.environment(service).keySet()).isNotEmpty().allMatch(known::hasVariable);
            assertThat(compose.secretFiles(service).keySet()).isNotEmpty().allMatch(known::has);
        }
        assertThat(known.has("candour.audit.signing-keys")).isFalse();
        assertThat(known.hasVariable("CANDOUR_AUDIT_SIGNING_KEY")).isFalse();
    }

    @Test
    void everySecretIsMadeBeforehandAndOnlyOnceNamed() throws IOException {
        String prepare = Files.readString(DOCKER.resolve("prepare.sh"));

        for (String service : compose.services()) {
            assertThat(compose.secrets().keySet())
                    .as(service)
                    .containsAll(compose.secretFiles(service).values());
        }
        assertThat(compose.secrets()).allSatisfy((name, where) -> {
            assertThat(where).isEqualTo(Map.of("file", "secrets/" + name));
            assertThat(prepare).containsPattern("\\b" + name + "\\b");
        });
    }

    @Test
    void theClientsWhoseSecretsAreFetchedAreTheRealms() throws IOException {
        String clients = Matching.of(
                        "^for client in ([a-z ]+); do", Files.readString(DOCKER.resolve("client-secrets.sh")))
                .first();
        String realm = Files.readString(REALM);

        assertThat(clients.split(" ", -1)).hasSize(2).allSatisfy(client -> {
            assertThat(realm).contains("\"clientId\": \"" + client + "\"");
            assertThat(compose.secrets()).containsKey(client + "_secret");
        });
    }

    @Test
    void whatServesIsNotToldTheOwnersPassword() {
        assertThat(compose.secretFiles("migrate")).containsKeys(OWNERS.toArray(String[]::new));
        assertThat(compose.secretFiles("server")).doesNotContainKeys(OWNERS.toArray(String[]::new));
        assertThat(compose.environment("server").values())
                .extracting(String::valueOf)
                .noneMatch(value -> value.contains("password"));
        assertThat(compose.waitsFor("server")).contains("migrate");
    }

    @Test
    void whatIsOursRunsWithoutRightsAndWritesNowhereButToMemory() {
        for (String service : compose.ours()) {
            assertThat(compose.service(service))
                    .containsEntry("read_only", true)
                    .containsEntry("tmpfs", List.of("/tmp"))
                    .containsEntry("cap_drop", List.of("ALL"));
            assertThat(compose.volumes(service)).isEmpty();
        }
    }

    @Test
    void theRealmFindsAllThatItLeavesOpen() throws IOException {
        Stream<String> open = Pattern.compile("\\$\\{([A-Z_]+)}")
                .matcher(Files.readString(REALM))
                .results()
                .map((MatchResult found) -> found.group(1))
                .distinct();

        assertThat(compose.environment("keycloak").keySet()).containsAll(open.toList());
    }

    @Test
    void everyImageThatIsBuiltIsAStageOfTheDockerfile() throws IOException {
        Dockerfile dockerfile = Dockerfile.read();

        assertThat(compose.services().stream().flatMap(service -> compose.target(service).stream()))
                .contains("server", "keycloak", "people")
                .allMatch(dockerfile.stages()::containsKey);
        assertThat(dockerfile.stages()).containsKeys("realm-deployed", "realm-demo");
    }

    @Test
    void keycloakIsTheOneThatTheTestsRun() throws IOException {
        Matching version = Matching.of("<keycloak.version>([^<]+)<", Files.readString(Path.of("pom.xml")));

        assertThat(Dockerfile.read().arguments())
                .containsEntry("KEYCLOAK_IMAGE", "keycloak/keycloak:" + version.first());
    }

    @Test
    void theDatabasesThatAreMadeHaveTheirFilesOfSql() {
        Stream.of("postgres", "journal")
                .flatMap(service -> Stream.of(compose.environment(service)
                        .getOrDefault("CANDOUR_DATABASES", "")
                        .toString()
                        .split(" ", -1)))
                .forEach(name -> assertThat(DOCKER.resolve("postgres/" + name + ".sql"))
                        .content()
                        .contains("create database"));
    }
}
