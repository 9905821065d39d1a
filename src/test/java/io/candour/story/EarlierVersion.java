package io.candour.story;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A jar of a version before, built once from this repository's own history into {@code target/earlier}. */
final class EarlierVersion {
    private static final Path FOLDER = Path.of("target", "earlier");
    private static final int MINUTES = 20;

    private EarlierVersion() {}

    /**
     * @param commit its full hash
     * @return empty where this checkout's history does not go back so far
     */
    static Optional<Path> jar(String commit) throws IOException, InterruptedException {
        Path sources = FOLDER.resolve(commit);
        Optional<Path> built = in(sources);
        if (built.isPresent()) {
            return built;
        }
        if (run(Path.of("."), List.of("git", "cat-file", "-e", commit)) != 0) {
            return Optional.empty();
        }
        Files.createDirectories(sources);
        Path archive = sources.resolve("sources.tar");
        must(Path.of("."), List.of("git", "archive", "--output", archive.toString(), commit));
        must(sources, List.of("tar", "-xf", archive.getFileName().toString()));
        must(sources, List.of("mvn", "-B", "-ntp", "-q", "-DskipTests", "package"));
        return Optional.of(in(sources).orElseThrow(() -> new IOException("No jar came of " + sources)));
    }

    private static Optional<Path> in(Path sources) throws IOException {
        Path target = sources.resolve("target");
        if (!Files.isDirectory(target)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.getFileName().toString().matches("candour-[^-]+(-SNAPSHOT)?\\.jar"))
                    .findAny();
        }
    }

    private static void must(Path folder, List<String> command) throws IOException, InterruptedException {
        if (run(folder, command) != 0) {
            throw new IOException(command + " failed: see " + log());
        }
    }

    private static int run(Path folder, List<String> command) throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
            process.destroy();
            throw new IOException(command + " took more than " + MINUTES + " minutes: see " + log());
        }
        return process.exitValue();
    }

    private static Path log() {
        return FOLDER.resolve("build.log");
    }
}
