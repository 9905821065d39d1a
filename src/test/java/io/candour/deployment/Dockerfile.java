package io.candour.deployment;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * {@code docker/Dockerfile}, read as far as tests need it.
 *
 * @param arguments before the first stage, with their defaults
 * @param stages by name, each with its instructions
 */
record Dockerfile(Map<String, String> arguments, Map<String, List<String>> stages) {
    private static final Path FILE = Path.of("docker", "Dockerfile");

    static Dockerfile read() throws IOException {
        String text = Files.readString(FILE).replaceAll("(?m)^#.*\\R", "").replaceAll("\\\\\\R\\s*", "");
        Map<String, String> arguments = new TreeMap<>();
        Map<String, List<String>> stages = new LinkedHashMap<>();
        Optional<String> stage = Optional.empty();
        for (String line : text.lines().filter(each -> !each.isBlank()).toList()) {
            if (line.startsWith("FROM ")) {
                stage = Optional.of(line.substring(line.lastIndexOf(' ') + 1));
                stages.put(stage.get(), new ArrayList<>(List.of(line)));
            } else if (stage.isEmpty()) {
                String[] argument = line.substring("ARG ".length()).split("=", 2);
                arguments.put(argument[0], argument[1]);
            } else {
                stages.getOrDefault(stage.get(), List.of()).add(line);
            }
        }
        return new Dockerfile(arguments, stages);
    }

    /** A stage's instructions, from its FROM on. */
    List<String> stage(String name) {
        return Optional.ofNullable(stages.get(name)).orElseThrow();
    }

    /** What follows an instruction of a stage, for each time that it is there. */
    List<String> said(String stage, String instruction) {
        return stage(stage).stream()
                .filter(line -> line.startsWith(instruction + " "))
                .map(line -> line.substring(instruction.length() + 1))
                .toList();
    }

    /** The command that a container of a stage runs. */
    List<String> entrypoint(String stage) throws IOException {
        return JsonMapper.builder()
                .build()
                .readValue(said(stage, "ENTRYPOINT").get(0), new TypeReference<List<String>>() {});
    }
}
