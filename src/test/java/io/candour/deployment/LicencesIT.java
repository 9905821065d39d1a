package io.candour.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is in the jar is told, each library with a licence under which it may be; writes that as a table. */
class LicencesIT {
    private static final Path BOM = Path.of("target", "classes", "META-INF", "sbom", "application.cdx.json");
    private static final Path REPORT = Path.of("target", "licences.txt");

    /** Says nothing itself, neither in its POM nor in its jar: a project of the Apache Software Foundation. */
    private static final Map<String, String> TOLD_ELSEWHERE =
            Map.of("jakarta-regexp:jakarta-regexp:1.4", "Apache-2.0 (told elsewhere)");

    @Test
    void everyLibraryHasALicenceUnderWhichItMayBeHere() throws IOException {
        JsonNode bom = JsonMapper.builder().build().readTree(Files.readAllBytes(BOM));
        Map<String, List<String>> licences = new TreeMap<>();
        for (JsonNode component : bom.path("components")) {
            String name = "%s:%s:%s"
                    .formatted(
                            component.path("group").asText(),
                            component.path("name").asText(),
                            component.path("version").asText());
            List<String> told = new ArrayList<>();
            for (JsonNode each : component.path("licenses")) {
                told.addAll(Stream.of(each.at("/license/id"), each.at("/license/name"), each.path("expression"))
                        .map(JsonNode::asText)
                        .filter(text -> !text.isEmpty())
                        .toList());
            }
            Optional.ofNullable(TOLD_ELSEWHERE.get(name)).ifPresent(told::add);
            licences.put(name, told);
        }
        Licences.ofPages().forEach((name, told) -> licences.put(name, List.of(told)));
        Files.write(
                REPORT,
                licences.entrySet().stream()
                        .map(each -> each.getKey() + "  " + String.join(" or ", each.getValue()))
                        .toList());

        assertThat(licences)
                .hasSizeGreaterThan(100)
                .allSatisfy((library, told) -> assertThat(told).as(library).anyMatch(Licences::areTaken));
        // What tests bring along is not in it.
        assertThat(licences.keySet()).noneMatch(library -> library.matches(".*(junit|fabric8|helm-java|playwright).*"));
    }

    @Test
    void theJarSaysWhatItIsMadeOf() throws IOException {
        Path jar;
        try (Stream<Path> built = Files.list(Path.of("target"))) {
            jar = built.filter(file -> file.getFileName().toString().matches("candour-.*\\.jar"))
                    .findFirst()
                    .orElseThrow();
        }
        try (JarFile packed = new JarFile(jar.toFile())) {
            assertThat(packed.stream())
                    .extracting(JarEntry::getName)
                    .anyMatch(name -> name.endsWith("META-INF/sbom/application.cdx.json"))
                    .anyMatch(name -> name.endsWith("META-INF/licences/nhsuk-frontend.txt"));
        }
    }
}
