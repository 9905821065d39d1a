package io.candour.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keys that pseudonyms are made with, and what they make. */
class PseudonymKeysTest {
    private static final String ONE = "A".repeat(44);
    private static final String OTHER = "B".repeat(44);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path place;

    private Path file(String text) throws IOException {
        return Files.writeString(place.resolve("keys"), text);
    }

    @Test
    void readWhenThereAreSeveralThenTheLastIsInForceAndAllAreKnown() throws IOException {
        PseudonymKeys keys = PseudonymKeys.read(file("# ours\n\n2025 " + ONE + "\n2026 " + OTHER + "\n"));

        assertThat(keys.current()).isEqualTo("2026");
        assertThat(keys.of("2025", "X", "p")).isPresent();
        assertThat(keys.of("2024", "X", "p")).isEmpty();
    }

    @Test
    void readWhenItCannotBeUsedThenSaysWhereAndNoKey() {
        for (String wrong : List.of("", "x", "x " + ONE + " y", "x !" + ONE, "x AAAA", "x " + ONE + "\nx " + OTHER)) {
            assertThatThrownBy(() -> PseudonymKeys.read(file(wrong)))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(place.toString())
                    .message()
                    .doesNotContain(ONE, OTHER);
        }
        assertThatThrownBy(() -> PseudonymKeys.read(place.resolve("none")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ofWhenKeyRecipientProgrammeOrItemDifferThenSoDoesThePseudonym() throws IOException {
        PseudonymKeys keys = PseudonymKeys.read(file("a " + ONE + "\nb " + OTHER + "\n"));
        Set<String> all = new TreeSet<>();
        for (String key : List.of("a", "b")) {
            for (String recipient : List.of("X", "Y")) {
                for (String programme : List.of("p", "q")) {
                    for (String type : List.of("Patient", "Condition")) {
                        for (String id : List.of("1", "2")) {
                            all.add(keys.of(key, recipient, programme)
                                    .orElseThrow()
                                    .of(type, id));
                        }
                    }
                }
            }
        }
        assertThat(all).hasSize(32).allMatch(each -> each.matches("[0-9a-f]{32}"));
        assertThat(keys.of("a", "X", "p").orElseThrow().of("Patient", "1"))
                .isEqualTo(keys.of("a", "X", "p").orElseThrow().of("Patient", "1"));
    }
}
