package io.candour.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candour.server.command.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Helm makes of the chart what Kubernetes knows and what the server understands. */
class ChartTest {
    private static final Path CI = Chart.FOLDER.resolve("ci");
    private static final Path MANAGED = CI.resolve("managed.yaml");
    private static final Path EVERYTHING = CI.resolve("cloudnative-pg.yaml");

    @Test
    void helmFindsNothingToSayAgainstIt() {
        assertThat(Chart.lint()).satisfies(lint -> assertThat(lint.isFailed())
                .as(() -> String.join("\n", lint.getMessages()))
                .isFalse());
    }

    @ParameterizedTest
    @CsvSource({"managed.yaml, 10", "cloudnative-pg.yaml, 19"})
    void everyObjectIsOneThatKubernetesKnows(String values, int objects) throws IOException {
        List<JsonNode> rendered = Chart.render(List.of(CI.resolve(values)), Map.of());

        assertThat(rendered).hasSize(objects);
        for (JsonNode object : rendered) {
            assertThat(Chart.strictly(object).getMetadata().getName()).startsWith("records-candour");
        }
    }

    @Test
    void anObjectWithAnElementThatIsNoneIsNotTaken() throws IOException {
        ObjectNode deployment = (ObjectNode) only("Deployment", MANAGED);
        ((ObjectNode) deployment.at("/spec/template/spec/containers/0")).put("securitycontext", "mistyped");

        assertThatThrownBy(() -> Chart.strictly(deployment)).hasMessageContaining("securitycontext");
    }

    @ParameterizedTest
    @CsvSource({"managed.yaml, 2", "cloudnative-pg.yaml, 3"})
    void whatTheServerIsToldArePropertiesOfIt(String values, int configurations) throws IOException {
        KnownProperties known = KnownProperties.read();
        List<JsonNode> rendered = Chart.render(List.of(CI.resolve(values)), Map.of());

        List<Map<String, Object>> settings = rendered.stream()
                .map(object -> object.at("/data/application.yaml"))
                .filter(JsonNode::isTextual)
                .map(text -> yaml(text.asText()))
                .toList();
        assertThat(settings)
                .hasSize(configurations)
                .allSatisfy(each -> assertThat(each.keySet()).isNotEmpty().allMatch(known::has));
        assertThat(rendered.stream()
                        .flatMap(object -> object.findParents("projected").stream())
                        .flatMap(volume -> volume.path("projected").findValuesAsText("path").stream()))
                .contains("spring.datasource.password", "candour.record.cursor-key")
                .allMatch(known::has);
    }

    @Test
    void largeNumbersReachTheServerAsTheyAreWritten() throws IOException {
        assertThat(settings("records-candour", MANAGED)).containsEntry("candour.limits.client", 100000000);
    }

    @Test
    void whatServesIsNotToldTheOwnersLogin() throws IOException {
        assertThat(settings("records-candour", MANAGED)).doesNotContainKey("candour.database.owner-username");
        assertThat(settings("records-candour-migrate", MANAGED))
                .containsEntry("candour.database.owner-username", "candour");
        assertThat(only("Deployment", MANAGED).toString()).doesNotContain("owner-password");
        assertThat(only("Job", MANAGED).toString()).contains("owner-password");
        assertThat(settings("records-candour", EVERYTHING))
                .doesNotContainKeys("candour.database.owner-username", "candour.audit.keep-months");
        assertThat(settings("records-candour-drop-months", EVERYTHING))
                .containsEntry("candour.database.owner-username", "candour")
                .containsEntry("candour.audit.keep-months", 120);
    }

    @Test
    void noSecretIsWrittenIntoAnyObject() throws IOException {
        assertThat(Chart.render(List.of(EVERYTHING), Map.of()))
                .noneMatch(object -> object.path("kind").asText().equals("Secret"));
        assertThatThrownBy(() -> Chart.render(
                        List.of(MANAGED), Map.of("settings.candour\\.record\\.cursor-key", "written down")))
                .hasMessageContaining("invalid propertyName 'candour.record.cursor-key'");
    }

    @Test
    void everyCommandIsOneOfTheServers() throws IOException {
        Stream<JsonNode> commands = Chart.render(List.of(EVERYTHING), Map.of()).stream()
                .flatMap(object -> object.findValues("args").stream());

        assertThat(commands.map(arguments -> arguments.path(0).asText()))
                .containsExactlyInAnyOrder("migrate", "check-index", "verify-log", "reconcile", "drop-months")
                .allSatisfy(command -> assertThat(Commands.run(new String[] {command, "--help"}))
                        .isEqualTo(Optional.of(0)));
    }

    @Test
    void everyContainerIsNobodyAndWritesNowhereButToTmp() throws IOException {
        List<JsonNode> containers = Chart.render(List.of(EVERYTHING), Map.of()).stream()
                .flatMap(object -> object.findValues("containers").stream())
                .flatMap(all -> StreamSupport.stream(all.spliterator(), false))
                .toList();

        assertThat(containers).hasSize(6).allSatisfy(container -> {
            JsonNode security = container.path("securityContext");
            assertThat(security.path("runAsNonRoot").asBoolean()).isTrue();
            assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
            assertThat(security.path("allowPrivilegeEscalation").asBoolean(true))
                    .isFalse();
            assertThat(security.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
            assertThat(container.path("volumeMounts"))
                    .allMatch(mount -> mount.path("readOnly").asBoolean()
                            || mount.path("mountPath").asText().equals("/tmp")
                            || mount.path("name").asText().equals("extracts"));
            assertThat(container.at("/resources/requests").size()).isPositive();
        });
    }

    @Test
    void aRolloutTakesNoServerAwayBeforeAnotherIsReady() throws IOException {
        JsonNode deployment = only("Deployment", MANAGED);

        assertThat(deployment.at("/spec/strategy/rollingUpdate/maxUnavailable").asInt(1))
                .isZero();
        assertThat(deployment
                        .at("/spec/template/spec/containers/0/readinessProbe/httpGet/path")
                        .asText())
                .isEqualTo("/actuator/health/readiness");
        int waits = deployment
                .at("/spec/template/spec/containers/0/lifecycle/preStop/sleep/seconds")
                .asInt();
        int graceful = 30;
        assertThat(deployment
                        .at("/spec/template/spec/terminationGracePeriodSeconds")
                        .asInt())
                .isGreaterThan(waits + graceful);
    }

    @Test
    void aVisitorIsKeptAtOneReplicaByTheProxyInFront() throws IOException {
        assertThat(annotations("Ingress", "nginx"))
                .contains("nginx.ingress.kubernetes.io/affinity=cookie")
                .contains("nginx.ingress.kubernetes.io/session-cookie-change-on-failure=true")
                .as("and what the values say")
                .contains("nginx.ingress.kubernetes.io/proxy-body-size=64m");
        assertThat(annotations("Ingress", "haproxy")).contains("haproxy.org/cookie-persistence=candour-replica");
        assertThat(annotations("Service", "traefik"))
                .contains("traefik.ingress.kubernetes.io/service.sticky.cookie=true");
        assertThat(annotations("Service", "nginx")).isEmpty();
        assertThat(render("address", "Service").at("/spec/sessionAffinity").asText())
                .isEqualTo("ClientIP");
    }

    private static List<String> annotations(String kind, String keptBy) throws IOException {
        return render(keptBy, kind).at("/metadata/annotations").properties().stream()
                .map(each -> each.getKey() + "=" + each.getValue().asText())
                .toList();
    }

    private static JsonNode render(String keptBy, String kind) throws IOException {
        return Chart.render(List.of(MANAGED), Map.of("webPages.keepVisitorsBy", keptBy)).stream()
                .filter(object -> object.path("kind").asText().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void tablesAreMadeBeforeAnythingElseOfARelease() throws IOException {
        String migration = Files.readString(Chart.FOLDER.resolve("templates/migration.yaml"));

        assertThat(Matching.of("^ *" + Chart.HOOK + ": (.*)$", migration).all())
                .hasSize(2)
                .containsOnly("pre-install,pre-upgrade");
    }

    @Test
    void otherSettingsAreAnotherRollout() throws IOException {
        String one = checksum(Map.of());

        assertThat(checksum(Map.of())).isEqualTo(one);
        assertThat(checksum(Map.of("settings.candour\\.audit\\.staff", "by-role")))
                .isNotEqualTo(one);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "settings.candour\\.identity\\.issuer          | '' | candour.identity.issuer is needed",
                "secrets.candour\\.record\\.cursor-key         | null | candour.record.cursor-key",
                "migration.settings.candour\\.database\\.owner-username | '' | owner-username is needed",
                "replicas                                      | 0  | replicas",
                "service.sessionAffinity                       | Sometimes | sessionAffinity",
                "webPages.keepVisitorsBy                       | '' | webPages.keepVisitorsBy is needed",
                "webPages.keepVisitorsBy                       | luck | keepVisitorsBy",
                "image.digest                                  | latest | digest",
                "volumes[0].name                               | secrets | volumes",
                "volumeMounts[0].mountPath                     | /opt/candour | volumeMounts",
                "unheardOf                                     | 1  | unheardOf",
            })
    void valuesThatMakeNoServerAreRefused(String value, String given, String said) {
        assertThatThrownBy(() -> Chart.render(List.of(MANAGED), Map.of(value, given)))
                .hasMessageContaining(said);
    }

    private static String checksum(Map<String, String> set) throws IOException {
        return Chart.render(List.of(MANAGED), set).stream()
                .map(object -> object.at("/spec/template/metadata/annotations/checksum~1settings"))
                .filter(JsonNode::isTextual)
                .findFirst()
                .orElseThrow()
                .asText();
    }

    private static JsonNode only(String kind, Path values) throws IOException {
        return Chart.render(List.of(values), Map.of()).stream()
                .filter(object -> object.path("kind").asText().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Object> settings(String configMap, Path values) throws IOException {
        return Chart.render(List.of(values), Map.of()).stream()
                .filter(object -> object.path("kind").asText().equals("ConfigMap"))
                .filter(object -> object.at("/metadata/name").asText().equals(configMap))
                .map(object -> yaml(object.at("/data/application.yaml").asText()))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Object> yaml(String text) {
        return new TreeMap<>(new Yaml(new SafeConstructor(new LoaderOptions())).<Map<String, Object>>load(text));
    }
}
