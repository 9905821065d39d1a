package io.candour.deployment;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.marcnuri.helm.DryRun;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.InstallCommand;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.util.FileSystemUtils;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The chart, by Helm itself, and the objects that come of it, each read by the model of its kind. */
final class Chart {
    static final Path FOLDER = Path.of("helm", "candour");
    static final String HOOK = "helm.sh/hook";

    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.ofEntries(
            Map.entry("v1/ConfigMap", ConfigMap.class),
            Map.entry("v1/Service", Service.class),
            Map.entry("v1/ServiceAccount", ServiceAccount.class),
            Map.entry("apps/v1/Deployment", Deployment.class),
            Map.entry("autoscaling/v2/HorizontalPodAutoscaler", HorizontalPodAutoscaler.class),
            Map.entry("batch/v1/CronJob", CronJob.class),
            Map.entry("batch/v1/Job", Job.class),
            Map.entry("gateway.networking.k8s.io/v1/HTTPRoute", HTTPRoute.class),
            Map.entry("monitoring.coreos.com/v1/PrometheusRule", PrometheusRule.class),
            Map.entry("monitoring.coreos.com/v1/ServiceMonitor", ServiceMonitor.class),
            Map.entry("networking.k8s.io/v1/Ingress", Ingress.class),
            Map.entry("networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class),
            Map.entry("policy/v1/PodDisruptionBudget", PodDisruptionBudget.class));

    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .annotationIntrospector(new NothingElse())
            .build();

    private Chart() {}

    /** The models keep what they don't know, where here it is an error. */
    private static final class NothingElse extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1L;

        @Override
        public Boolean hasAnySetter(Annotated annotated) {
            return false;
        }
    }

    static LintResult lint() {
        return new Helm(FOLDER).lint().strict().call();
    }

    /**
     * Renders.
     *
     * @param values laid over the chart's own, in order
     * @throws IllegalStateException with Helm's message where it refuses
     */
    static List<JsonNode> render(List<Path> values, Map<String, String> set) throws IOException {
        TemplateCommand command = new Helm(withHooksAsObjects())
                .template()
                .withName("records")
                .withNamespace("care")
                .withKubeVersion("1.33.0");
        values.forEach(command::withValuesFile);
        set.forEach(command::set);
        List<JsonNode> objects = new ArrayList<>();
        for (Object each : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(command.call())) {
            Optional.ofNullable(each).ifPresent(object -> objects.add(STRICT.valueToTree(object)));
        }
        return objects;
    }

    /** What Helm says to whoever installed it. */
    static String notes(Path values, Map<String, String> set) {
        InstallCommand command = new Helm(FOLDER)
                .install()
                .withName("records")
                .withNamespace("care")
                .withKubeVersion("1.33.0")
                .clientOnly()
                .dryRun()
                .withDryRunOption(DryRun.CLIENT)
                .withValuesFile(values);
        set.forEach(command::set);
        String said = command.call().getOutput();
        return said.substring(said.indexOf("NOTES:"));
    }

    /** A copy in which hooks are objects like others: Helm shows those alone. */
    private static Path withHooksAsObjects() throws IOException {
        Path copy = Path.of("target", "chart");
        FileSystemUtils.deleteRecursively(copy);
        FileSystemUtils.copyRecursively(FOLDER, copy);
        Path migration = copy.resolve("templates").resolve("migration.yaml");
        Files.writeString(migration, Files.readString(migration).replace(HOOK, "example.org/hook"));
        return copy;
    }

    /** Reads an object by the model of its kind; what that does not have is an error. */
    static HasMetadata strictly(JsonNode object) throws IOException {
        String kind =
                object.path("apiVersion").asText() + "/" + object.path("kind").asText();
        Class<? extends HasMetadata> model =
                Optional.ofNullable(KINDS.get(kind)).orElseThrow(() -> new IOException("No model of " + kind));
        return STRICT.treeToValue(object, model);
    }
}
