package io.candour.deployment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** {@code docker/compose.yaml}, read. */
record Compose(Map<String, Object> file) {
    static final Path FOLDER = Path.of("docker");

    static Compose read() throws IOException {
        return new Compose(new Yaml(new SafeConstructor(new LoaderOptions()))
                .load(Files.readString(FOLDER.resolve("compose.yaml"))));
    }

    Set<String> services() {
        return new TreeSet<>(map(file.get("services")).keySet());
    }

    Map<String, Object> service(String name) {
        return map(Optional.ofNullable(map(file.get("services")).get(name)).orElseThrow());
    }

    /** Which stage of the Dockerfile it is built from; empty where another image is taken as it is. */
    Optional<String> target(String service) {
        return Optional.ofNullable(service(service).get("build"))
                .map(build -> String.valueOf(map(build).get("target")));
    }

    /** Those that run the server's own jar by its configuration. */
    List<String> ours() {
        return services().stream()
                .filter(service -> target(service).equals(Optional.of("server")))
                .toList();
    }

    Map<String, Object> environment(String service) {
        return map(service(service).getOrDefault("environment", Map.of()));
    }

    /** Files below {@code /run/secrets}, each with the secret that it is. */
    Map<String, String> secretFiles(String service) {
        Map<String, String> files = new TreeMap<>();
        for (Object each : list(service(service).getOrDefault("secrets", List.of()))) {
            if (each instanceof Map<?, ?> named) {
                files.put(String.valueOf(named.get("target")), String.valueOf(named.get("source")));
            } else {
                files.put(String.valueOf(each), String.valueOf(each));
            }
        }
        return files;
    }

    /** The secrets of the file, with where each is on the host. */
    Map<String, Object> secrets() {
        return map(file.get("secrets"));
    }

    /** The services that this one waits for. */
    Set<String> waitsFor(String service) {
        return map(service(service).getOrDefault("depends_on", Map.of())).keySet();
    }

    List<Object> volumes(String service) {
        return new ArrayList<>(list(service(service).getOrDefault("volumes", List.of())));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(@Nullable Object yaml) {
        return (Map<String, Object>) Optional.ofNullable(yaml).orElseThrow();
    }

    private static List<?> list(Object yaml) {
        return (List<?>) yaml;
    }
}
