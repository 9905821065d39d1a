package io.candour.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candour.audit.Hash;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportStateTest {
    private static final URI SERVER = URI.create("http://localhost/fhir");
    private static final String ONE = sha("one");
    private static final String TWO = sha("two");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void openWhenTheLastLineIsTornThenKeepsTheWholeOnesAndGoesOn() throws IOException {
        try (var state = ImportState.open(folder, SERVER)) {
            state.sent(ONE, "a\nb.json");
            state.loaded(ONE, "a\nb.json");
            state.sent(TWO, "ü.json");
        }
        Path file;
        try (Stream<Path> files = Files.list(folder)) {
            file = files.findFirst().orElseThrow();
        }
        Files.writeString(file, "LOADED " + TWO.substring(0, 9), StandardOpenOption.APPEND);

        try (var state = ImportState.open(folder, SERVER)) {
            assertThat(state.isLoaded(ONE)).isTrue();
            assertThat(state.isLoaded(TWO)).isFalse();
            assertThat(state.isUnanswered(TWO)).isTrue();
            state.loaded(TWO, "ü.json");
        }
        try (var state = ImportState.open(folder, SERVER)) {
            assertThat(state.isLoaded(TWO)).isTrue();
            assertThat(state.isUnanswered(TWO)).isFalse();
        }
        assertThat(Files.readAllLines(file)).hasSize(4);
    }

    @Test
    void openWhenAnotherHoldsItThenRefuses() throws IOException {
        try (var state = ImportState.open(folder, SERVER)) {
            assertThat(state.isLoaded(ONE)).isFalse();
            assertThatThrownBy(() -> ImportState.open(folder, SERVER))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another import is using");
        }
    }

    @Test
    void openWhenServerIsAnotherThenKnowsNothing() throws IOException {
        try (var state = ImportState.open(folder, SERVER)) {
            state.loaded(ONE, "a");
        }
        try (var state = ImportState.open(folder, URI.create("http://localhost/other"))) {
            assertThat(state.isLoaded(ONE)).isFalse();
        }
    }

    private static String sha(String text) {
        return Hash.of(text.getBytes(StandardCharsets.UTF_8)).hex();
    }
}
