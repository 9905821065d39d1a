package io.candour.deployment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The Java that the image runs on, where this machine has one. */
final class Java25 {
    /** Names its home. */
    static final String VARIABLE = "JAVA25_HOME";

    private static final int FEATURE = 25;
    private static final Path INSTALLED = Path.of("/usr/lib/jvm");

    private Java25() {}

    /** Its home: what the variable says, this JVM's own, or an installed one. */
    static Optional<Path> home() throws IOException {
        Optional<Path> named = Optional.ofNullable(System.getenv(VARIABLE)).map(Path::of);
        if (named.isPresent()) {
            return named;
        }
        if (Runtime.version().feature() == FEATURE) {
            return Optional.of(Path.of(System.getProperty("java.home")));
        }
        if (!Files.isDirectory(INSTALLED)) {
            return Optional.empty();
        }
        try (Stream<Path> homes = Files.list(INSTALLED)) {
            List<Path> fitting = homes.filter(Java25::isOne).sorted().toList();
            return fitting.stream().findFirst();
        }
    }

    private static boolean isOne(Path home) {
        Path release = home.resolve("release");
        try {
            return Files.isExecutable(home.resolve("bin/javac"))
                    && Files.isRegularFile(release)
                    && Files.readString(release).contains("JAVA_VERSION=\"" + FEATURE);
        } catch (IOException unreadable) {
            return false;
        }
    }
}
