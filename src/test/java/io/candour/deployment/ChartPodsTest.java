package io.candour.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The chart's pods: who is sent to which, where they may go, and what is in them. */
class ChartPodsTest {
    private static final Path CI = Chart.FOLDER.resolve("ci");
    private static final Path EVERYTHING = CI.resolve("cloudnative-pg.yaml");
    private static final String COMPONENT = "app.kubernetes.io/component";

    /** An autoscaler measures each pod that its Deployment's selector matches, whoever owns it. */
    @Test
    void noSelectorTakesAJobsPodForAServer() throws IOException {
        List<JsonNode> rendered = Chart.render(List.of(EVERYTHING), Map.of());
        List<JsonNode> pods = rendered.stream()
                .flatMap(object -> object.findValues("template").stream())
                .map(template -> template.at("/metadata/labels"))
                .toList();
        List<JsonNode> selectors = Stream.concat(
                        named(rendered, "Service").map(service -> service.at("/spec/selector")),
                        Stream.of("Deployment", "PodDisruptionBudget")
                                .flatMap(kind -> named(rendered, kind))
                                .map(object -> object.at("/spec/selector/matchLabels")))
                .toList();

        assertThat(pods)
                .extracting(labels -> labels.path(COMPONENT).asText())
                .hasSize(6)
                .contains("server", "migrate");
        assertThat(selectors).hasSize(4).allSatisfy(selector -> assertThat(
                        pods.stream().filter(labels -> matches(selector, labels)))
                .extracting(labels -> labels.path(COMPONENT).asText())
                .containsExactly("server"));
    }

    private static boolean matches(JsonNode selector, JsonNode labels) {
        return selector.properties().stream().allMatch(each -> each.getValue().equals(labels.get(each.getKey())));
    }

    private record Address(String host, String port) {
        private static final Pattern WRITTEN =
                Pattern.compile("(jdbc:postgresql|https?)://([a-z0-9.-]+)(?::([0-9]+))?");
        private static final Map<String, String> PORTS =
                Map.of("jdbc:postgresql", "5432", "https", "443", "http", "80");

        static Stream<Address> in(String text) {
            return WRITTEN.matcher(text)
                    .results()
                    .map(found -> new Address(
                            found.group(2),
                            Optional.ofNullable(found.group(3))
                                    .orElseGet(() -> PORTS.getOrDefault(found.group(1), ""))))
                    .filter(address -> !address.host().equals("localhost"));
        }

        /** A Service of this namespace or of another by its short name, or what is outside of the cluster. */
        boolean isAmong(JsonNode peer) {
            String[] names = host.split("\\.", -1);
            return switch (names.length) {
                case 1 -> peer.has("podSelector") && !peer.has("namespaceSelector");
                case 2 ->
                    peer.at("/namespaceSelector/matchLabels/kubernetes.io~1metadata.name")
                            .asText()
                            .equals(names[1]);
                default -> peer.has("ipBlock");
            };
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"managed.yaml", "cloudnative-pg.yaml"})
    void whateverTheServerIsToldToAskItMayReach(String values) throws IOException {
        List<JsonNode> rendered = Chart.render(List.of(CI.resolve(values)), Map.of());
        Set<Address> addresses = new HashSet<>();
        named(rendered, "ConfigMap")
                .flatMap(object -> object.at("/data/application.yaml").asText().lines())
                // How others find the server.
                .filter(line -> !line.matches("candour\\.(server\\.base-url|portal\\.url): .*"))
                .flatMap(Address::in)
                .forEach(addresses::add);
        rendered.stream()
                .flatMap(object -> object.findValues("args").stream())
                .flatMap(arguments -> Address.in(arguments.toString()))
                .forEach(addresses::add);
        JsonNode rules =
                named(rendered, "NetworkPolicy").findFirst().orElseThrow().at("/spec/egress");

        assertThat(addresses).extracting(Address::port).contains("5432", "443");
        assertThat(addresses).hasSizeGreaterThan(2).allSatisfy(address -> assertThat(rules)
                .anyMatch(rule -> rule.path("ports").findValuesAsText("port").contains(address.port())
                        && elements(rule.path("to")).anyMatch(address::isAmong)));
    }

    /** Where none is named the driver looks for one in its user's home, which has none. */
    @ParameterizedTest
    @CsvSource({"managed.yaml, 1, 2"})
    void whoeverVerifiesTheDatabaseHasItsAuthority(String values, int authorities, int pods) throws IOException {
        List<JsonNode> rendered = Chart.render(List.of(CI.resolve(values)), Map.of());
        List<String> verifying = named(rendered, "ConfigMap")
                .flatMap(
                        object -> Matching.of(
                                "sslmode=verify-(?:ca|full)(\\S*)",
                                object.at("/data/application.yaml").asText())
                                .all()
                                .stream())
                .distinct()
                .toList();

        assertThat(verifying).hasSize(authorities).allMatch(more -> more.contains("&sslrootcert=/"));
        Path authority = Path.of(verifying.get(0).replaceFirst(".*&sslrootcert=", ""));
        assertThat(rendered.stream().flatMap(object -> object.findValues("containers").stream()))
                .hasSize(pods)
                .allSatisfy(containers -> assertThat(containers.findValuesAsText("mountPath"))
                        .contains(String.valueOf(authority.getParent())));
    }

    @Test
    void whatIsMountedIsAVolumeAndWhatVerifiesTheLogGetsNoneOfTheServers() throws IOException {
        List<JsonNode> specs = Chart.render(List.of(EVERYTHING), Map.of()).stream()
                .flatMap(object -> object.findValues("template").stream())
                .map(template -> template.path("spec"))
                .toList();

        assertThat(specs).hasSize(6).allSatisfy(spec -> {
            List<String> volumes = elements(spec.path("volumes"))
                    .map(volume -> volume.path("name").asText())
                    .toList();
            assertThat(elements(spec.at("/containers/0/volumeMounts"))
                            .map(mount -> mount.path("name").asText()))
                    .doesNotHaveDuplicates()
                    .containsExactlyInAnyOrderElementsOf(volumes);
            boolean outside = spec.at("/containers/0/name").asText().equals("verify-log");
            assertThat(volumes.contains("extracts")).isNotEqualTo(outside);
        });
        assertThat(Chart.render(
                                List.of(EVERYTHING),
                                Map.of(
                                        "verifyLog.volumes[0].name", "authority",
                                        "verifyLog.volumes[0].configMap.name", "authority",
                                        "verifyLog.volumeMounts[0].name", "authority",
                                        "verifyLog.volumeMounts[0].mountPath", "/etc/candour/database"))
                        .stream()
                        .filter(object -> object.at("/metadata/name").asText().endsWith("-verify-log"))
                        .map(object -> object.findValuesAsText("mountPath")))
                .singleElement()
                .satisfies(paths -> assertThat(paths).contains("/etc/candour/database", "/tmp"));
    }

    @ParameterizedTest
    @CsvSource({
        "networkPolicy.egress, null, networkPolicy.egress is empty",
        "networkPolicy.from, null, networkPolicy.from is empty",
        "settings.candour\\.journal\\.url, '', No journal is kept"
    })
    void whatIsLeftOutIsSaidAfterAnInstallation(String value, String nothing, String said) {
        assertThat(Chart.notes(EVERYTHING, Map.of()))
                .contains("serves https://fhir.example.org/fhir")
                .doesNotContain(said);
        assertThat(Chart.notes(EVERYTHING, Map.of(value, nothing))).contains(said);
    }

    @Test
    void theAlertsLookAtEveryJobAndAtTheServers() throws IOException {
        List<JsonNode> rendered = Chart.render(List.of(EVERYTHING), Map.of());
        String alerts = String.join(
                "\n",
                named(rendered, "PrometheusRule").findFirst().orElseThrow().findValuesAsText("expr"));
        Pattern jobs =
                Pattern.compile(Matching.of("job_name=~\"([^\"]*)", alerts).first());
        Pattern deployments =
                Pattern.compile(Matching.of("deployment=~\"([^\"]*)", alerts).first());

        // Kubernetes appends the minute that a Job is of.
        assertThat(names(rendered, "CronJob").map(name -> name + "-29431577"))
                .hasSize(4)
                .allMatch(jobs.asMatchPredicate());
        assertThat(names(rendered, "Deployment")).hasSize(1).allMatch(deployments.asMatchPredicate());
    }

    private static Stream<String> names(List<JsonNode> rendered, String kind) {
        return named(rendered, kind).map(object -> object.at("/metadata/name").asText());
    }

    private static Stream<JsonNode> named(List<JsonNode> rendered, String kind) {
        return rendered.stream().filter(object -> object.path("kind").asText().equals(kind));
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
