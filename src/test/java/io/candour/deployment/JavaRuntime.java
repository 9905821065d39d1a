package io.candour.deployment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A Java of this machine, by its home. */
record JavaRuntime(Path home) {
    static final String PROPERTY = "candour.java25.home";

    private static final int OF_THE_IMAGE = 25;
    private static final Path WHERE_DISTRIBUTIONS_PUT_THEM = Path.of("/usr/lib/jvm");

    /** The image's version: what {@value #PROPERTY} names, this JVM's own, or one that is installed here. */
    static Optional<JavaRuntime> ofTheImage() throws IOException {
        List<Path> candidates;
        try (Stream<Path> installed = Files.isDirectory(WHERE_DISTRIBUTIONS_PUT_THEM)
                ? Files.list(WHERE_DISTRIBUTIONS_PUT_THEM)
                : Stream.empty()) {
            candidates = Stream.concat(
                            Stream.of(System.getProperty(PROPERTY, ""), System.getProperty("java.home"))
                                    .filter(each -> !each.isEmpty())
                                    .map(Path::of),
                            installed.sorted())
                    .toList();
        }
        return candidates.stream()
                .filter(JavaRuntime::isOfTheImage)
                .map(JavaRuntime::new)
                .findFirst();
    }

    private static boolean isOfTheImage(Path home) {
        Path release = home.resolve("release");
        try {
            return Files.isExecutable(home.resolve("bin/java"))
                    && Files.exists(release)
                    && Files.readString(release).contains("JAVA_VERSION=\"" + OF_THE_IMAGE);
        } catch (IOException unreadable) {
            return false;
        }
    }
}
