package io.candour.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The dashboard and the alerts look at nothing that the server does not tell. */
@ExtendWith(Stack.class)
class MetricsIT {
    private static final Path FILES = Chart.FOLDER.resolve("files");
    /** Of the cluster itself. */
    private static final String NOT_OURS = "kube_";
    /** Of servers that send letters, which this one does not; {@code NoticeMailTest} has the name. */
    private static final String LETTERS = "candour_mail_total";

    @Test
    void everyMetricOfTheDashboardIsOneOfTheServers(DemoStack stack) throws Exception {
        JsonNode dashboard = JsonMapper.builder().build().readTree(Files.readAllBytes(FILES.resolve("dashboard.json")));

        List<String> expressions = dashboard.findValuesAsText("expr");
        assertThat(expressions).hasSizeGreaterThan(15);
        assertThat(named(expressions)).hasSizeGreaterThan(10).isSubsetOf(exported(stack));
    }

    @Test
    void everyMetricOfTheAlertsIsOneOfTheServers(DemoStack stack) throws Exception {
        Map<String, Object> rules =
                new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(FILES.resolve("rules.yaml")));
        List<String> expressions =
                JsonMapper.builder().build().<JsonNode>valueToTree(rules).findValuesAsText("expr");

        assertThat(expressions).hasSizeGreaterThan(7);
        assertThat(named(expressions)).hasSizeGreaterThan(5).isSubsetOf(exported(stack));
    }

    private static Set<String> named(List<String> expressions) {
        Set<String> named = new HashSet<>();
        for (String expression : expressions) {
            String withoutLabels = expression.replaceAll("\\{[^}]*}", "").replaceAll("by \\([^)]*\\)", "");
            named.addAll(Matching.of("\\b([a-z]+_[a-z0-9_]+)\\b(?!\\s*\\()", withoutLabels)
                    .all());
        }
        named.removeIf(metric -> metric.startsWith(NOT_OURS) || metric.equals(LETTERS));
        return named;
    }

    private static Set<String> exported(DemoStack stack) throws Exception {
        HttpRequest scrape = HttpRequest.newBuilder(URI.create(stack.webUrl() + "/actuator/prometheus"))
                .build();
        // One request, so that there is something to tell of requests.
        HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(stack.fhirUrl() + "/metadata"))
                                .build(),
                        BodyHandlers.discarding());
        String told =
                HttpClient.newHttpClient().send(scrape, BodyHandlers.ofString()).body();
        return new HashSet<>(Matching.of("^([a-z][a-z0-9_]*)[{ ]", told).all());
    }
}
