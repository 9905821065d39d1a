package io.candour.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a Chromium is looked for. */
class ChromiumTest {
    private final Path one;
    private final Path other;

    ChromiumTest(@TempDir Path one, @TempDir Path other) {
        this.one = one;
        this.other = other;
    }

    @Test
    void find_whenSeveralAreOnThePath_thenChromiumBeforeOthers() throws IOException {
        program(one, "google-chrome");
        Path chromium = program(other, "chromium");

        assertThat(Chromium.find(Optional.empty(), one + File.pathSeparator + other))
                .contains(chromium);
    }

    @Test
    void find_whenOneIsNamed_thenThatOne() throws IOException {
        program(one, "chromium");
        Path named = program(other, "mine");

        assertThat(Chromium.find(Optional.of(named.toString()), one.toString())).contains(named);
    }

    @Test
    void find_whenTheNamedOneIsNotThere_thenNone() throws IOException {
        program(one, "chromium");

        assertThat(Chromium.find(Optional.of(other.resolve("nothing").toString()), one.toString()))
                .isEmpty();
        assertThat(Chromium.find(Optional.of(""), one.toString())).isEmpty();
    }

    @Test
    void find_whenWhatHasTheNameIsNoProgram_thenItIsPassedBy() throws IOException {
        Files.createDirectory(one.resolve("chromium"));
        Files.writeString(other.resolve("chromium"), "text");
        Path program = program(other, "chromium-browser");

        assertThat(Chromium.find(Optional.empty(), one + File.pathSeparator + File.pathSeparator + other))
                .contains(program);
    }

    private static Path program(Path directory, String name) throws IOException {
        Path file = Files.writeString(directory.resolve(name), "#!/bin/sh");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }
}
