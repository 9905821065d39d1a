package io.candour.browser;

import com.microsoft.playwright.impl.driver.Driver;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Where this machine keeps its Chromium. */
final class Chromium {
    /** Names the program where it is not found by itself. */
    static final String PROPERTY = "candour.chromium";

    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
    private static final List<Path> ON_A_MAC = List.of(
            Path.of("/Applications/Chromium.app/Contents/MacOS/Chromium"),
            Path.of("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"));
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private Chromium() {}

    /** The program of this machine: what {@value #PROPERTY} names, else the first on the path, else a Mac's. */
    static Optional<Path> ofThisMachine() {
        return find(
                Optional.ofNullable(System.getProperty(PROPERTY)),
                Optional.ofNullable(System.getenv("PATH")).orElse(""));
    }

    /**
     * @param named by the caller; nothing else is looked for then
     * @param path directories, separated as this machine's {@code PATH} is
     */
    static Optional<Path> find(Optional<String> named, String path) {
        if (named.isPresent()) {
            return named.filter(each -> !each.isBlank()).map(Path::of).filter(Chromium::isProgram);
        }
        Stream<Path> onThePath = NAMES.stream().flatMap(name -> Stream.of(path.split(File.pathSeparator, -1))
                .filter(directory -> !directory.isBlank())
                .map(directory -> Path.of(directory, name)));
        return Stream.concat(onThePath, ON_A_MAC.stream())
                .filter(Chromium::isProgram)
                .findFirst();
    }

    /** Lets Playwright fetch its own, in bounded time; returns whether there is one now. */
    static boolean fetch() throws InterruptedException {
        try {
            ProcessBuilder fetching =
                    Driver.ensureDriverInstalled(Map.of(), false).createProcessBuilder();
            List<String> command = new ArrayList<>(fetching.command());
            command.addAll(List.of("install", "--only-shell", "chromium"));
            Process process = fetching.command(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            return ended && process.exitValue() == 0;
        } catch (IOException noDriver) {
            return false;
        }
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }
}
