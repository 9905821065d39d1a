package io.candour.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README's threat model rests on tests that exist. */
class ThreatModelTest {
    @Test
    void everyTestThatItNamesIsThere() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String model = readme.substring(readme.indexOf("\n## Security\n"), readme.indexOf("\n## Measure\n"));
        List<String> named = Matching.of("`([A-Z][A-Za-z0-9]+)`", model).all();
        Set<String> there;
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            there = files.map(file -> file.getFileName().toString().replace(".java", ""))
                    .collect(Collectors.toSet());
        }

        assertThat(named).hasSizeGreaterThan(20).isSubsetOf(there);
        assertThat(Stream.of("Spoofing", "Tampering", "Repudiation", "Information", "Denial", "Elevation"))
                .allMatch(threat -> model.contains("| " + threat));
    }
}
