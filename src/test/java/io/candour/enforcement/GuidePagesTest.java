package io.candour.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the guide's pages point to is there. */
class GuidePagesTest {
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+(?:Test|IT|Laws))(?:#(\\w+))?`");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)\\.html\\)");

    private static final Map<String, Path> TESTS = tests();

    static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("ig/input/pagecontent"))) {
            return files.sorted().toList();
        }
    }

    private static Map<String, Path> tests() {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".java", ""),
                            file -> file,
                            (one, other) -> one));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void testsThatAPageNamesExist(Path page) throws IOException {
        List<MatchResult> named = TEST.matcher(Files.readString(page)).results().toList();

        for (MatchResult test : named) {
            assertThat(TESTS).containsKey(test.group(1));
            if (test.group(2) != null) {
                assertThat(Files.readString(Objects.requireNonNull(TESTS.get(test.group(1)))))
                        .as(test.group())
                        .contains("void " + test.group(2) + "(");
            }
        }
        boolean namesNone = page.endsWith("index.md");
        assertThat(named.isEmpty()).isEqualTo(namesNone);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void pagesAndArtefactsThatAPageLinksToExist(Path page) throws IOException {
        LINK.matcher(Files.readString(page))
                .results()
                .map(link -> link.group(1))
                .forEach(link -> assertThat(Stream.of(
                                                Path.of("ig/input/pagecontent", link + ".md"),
                                                Path.of("target/guide/resources", link + ".json"))
                                        .anyMatch(Files::exists)
                                || link.equals("artefacts"))
                        .as(link)
                        .isTrue());
    }

    /** Rows of a page's tables whose number begins with this letter: numbers, and the row. */
    private static List<MatchResult> rows(String page, String letter) throws IOException {
        return Pattern.compile("(?m)^\\| (" + letter + "\\d+) \\|.*$")
                .matcher(Files.readString(Path.of("ig/input/pagecontent", page)))
                .results()
                .toList();
    }

    @Test
    void eachHazardHasControlsAndNamesATestThatHoldsThem() throws IOException {
        List<MatchResult> rows = rows("hazards.md", "H");
        List<String> hazards = rows.stream().map(row -> row.group(1)).distinct().toList();

        assertThat(hazards).hasSizeGreaterThan(15);
        assertThat(rows).as("each in both tables").hasSize(2 * hazards.size());
        assertThat(rows.subList(hazards.size(), rows.size()))
                .extracting(row -> row.group(1))
                .isEqualTo(hazards);
        assertThat(rows.subList(hazards.size(), rows.size()))
                .extracting(MatchResult::group)
                .allMatch(row -> TEST.matcher(row).find());
    }

    @Test
    void eachWayOutNamesATestButTheOneThatIsMeasured() throws IOException {
        assertThat(Stream.concat(rows("leaks.md", "L").stream(), rows("leaks.md", "S").stream()))
                .hasSizeGreaterThan(30)
                .filteredOn(row -> !TEST.matcher(row.group()).find())
                .extracting(row -> row.group(1))
                .containsExactly("L23");
    }

    @Test
    void eachRoomIsToldOf() throws IOException {
        String page = Files.readString(Path.of("ig/input/pagecontent/architecture.md"));
        List<String> told = Pattern.compile("(?m)^\\| (\\w+) \\|")
                .matcher(page.substring(page.indexOf("## Rooms"), page.indexOf("## A read")))
                .results()
                .map(row -> row.group(1))
                .filter(name -> !name.equals("Room"))
                .toList();
        try (Stream<Path> rooms = Files.list(Path.of("src/main/java/io/candour"))) {
            assertThat(told)
                    .containsExactlyInAnyOrderElementsOf(rooms.filter(Files::isDirectory)
                            .map(room -> room.getFileName().toString())
                            .toList());
        }
    }
}
