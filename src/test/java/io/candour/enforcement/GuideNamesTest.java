package io.candour.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.StructureDefinition;
import org.junit.jupiter.api.Test;

/** Every name of ours that the server's sources have is that of an artefact of the guide. */
class GuideNamesTest {
    private static final String BASE = "https://candour.io/fhir/";
    private static final Path SOURCES = Path.of("src/main");
    private static final Pattern NAMED = Pattern.compile(Pattern.quote(BASE) + "[\\w/-]*");
    private static final Pattern READ = Pattern.compile(".*\\.(java|json|yaml|html|sql|properties)");

    /**
     * How a name is put together whose beginning stands alone in a source.
     *
     * @param begins what stands there
     * @param completed what stands before the rest, wherever it is put together
     */
    private record Beginning(String begins, String completed) {}

    private static final Map<String, Set<Beginning>> BEGINNINGS = Map.of(
            "release/Words.java",
            Set.of(
                    new Beginning("CodeSystem/", "Words\\.system\\("),
                    new Beginning("StructureDefinition/", "Words\\.extension\\(")),
            "enforcement/ReviewTasks.java",
            Set.of(new Beginning("CodeSystem/", "\\bSYSTEM \\+")),
            "enforcement/Shapes.java",
            Set.of(new Beginning("StructureDefinition/", "\\bBASE \\+")),
            // By variables: its two methods pass on what they are called with.
            "portal/programme/Programme.java",
            Set.of(new Beginning(
                    "StructureDefinition/", "\\bEXTENSION \\+(?! name)|\\b(?:extension|count)\\(study,(?! name)")),
            // By what the allow-list has of its own, which GuideCapabilitiesTest holds against the guide.
            "enforcement/CapabilityProvider.java",
            Set.of());

    private static Map<String, String> sources() {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> READ.matcher(file.toString()).matches())
                    .collect(Collectors.toMap(
                            file -> SOURCES.relativize(file)
                                    .toString()
                                    .replace('\\', '/')
                                    .replace("java/io/candour/", ""),
                            GuideNamesTest::read));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names that stand in the sources in full, or put together, with where that is. */
    private static Map<String, String> names() {
        Map<String, String> names = new TreeMap<>();
        Map<String, String> sources = sources();
        sources.forEach((file, text) -> {
            NAMED.matcher(text)
                    .results()
                    .map(MatchResult::group)
                    .filter(name -> !name.endsWith("/"))
                    .forEach(name -> names.put(name, file));
            BEGINNINGS.values().stream().flatMap(Set::stream).forEach(beginning -> Pattern.compile(
                            "(?:" + beginning.completed + ")\\s*(\"([\\w-]+)\")?")
                    .matcher(text)
                    .results()
                    .forEach(use -> {
                        assertThat(use.group(2))
                                .as("%s names something by what is not written there: %s", file, use.group())
                                .isNotNull();
                        names.put(BASE + beginning.begins + use.group(2), file);
                    }));
        });
        return names;
    }

    @Test
    void whatTheServerNamesIsInTheGuide() {
        Map<String, String> missing = names();
        assertThat(missing)
                .containsKeys(
                        BASE + "CodeSystem/access-request",
                        BASE + "CodeSystem/recipient-type",
                        BASE + "StructureDefinition/data-class",
                        BASE + "Measure/aggregate-question");

        missing.keySet().removeAll(Guide.names());

        assertThat(missing).isEmpty();
    }

    /** Else a name might be put together where nobody looks. */
    @Test
    void beginningsOfNamesStandOnlyWhereTheRestIsKnown() {
        Set<String> files = new TreeSet<>();
        sources().forEach((file, text) -> {
            if (NAMED.matcher(text).results().anyMatch(name -> name.group().endsWith("/"))) {
                files.add(file);
            }
        });

        assertThat(files).isEqualTo(BEGINNINGS.keySet());
    }

    @Test
    void theGuideHasNoExtensionThatTheServerDoesNotName() {
        assertThat(names().keySet())
                .containsAll(Guide.all(StructureDefinition.class).stream()
                        .filter(each -> each.getType().equals("Extension"))
                        .map(StructureDefinition::getUrl)
                        .toList());
    }
}
