package io.candour.deployment;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What {@code docker/Dockerfile} makes, in a directory: its commands, copies, variables and entry point, as they are written
 * there, without an engine that would run them. Only where images have {@code /layers} and {@code /run/secrets} has it others.
 */
final class Image {
    /** What a command did. */
    record Done(int status, String said) {}

    private static final Pattern ENVIRONMENT = Pattern.compile("([A-Z_]+)=(\\S+)");
    private static final Duration LIMIT = Duration.ofMinutes(20);

    private final Dockerfile dockerfile;
    private final Path java;
    private final Path layers;
    private final Path directory;
    private final Path secrets;

    /** @param java home of the Java that the base images have */
    Image(Dockerfile dockerfile, Path java, Path room) throws IOException {
        this.dockerfile = dockerfile;
        this.java = java;
        // Others than root run what is in it.
        Files.setPosixFilePermissions(room, PosixFilePermissions.fromString("rwxr-xr-x"));
        this.layers = room.resolve("layers");
        this.directory = Files.createDirectory(room.resolve("image"));
        this.secrets = Files.createDirectory(room.resolve("secrets"));
    }

    /** Where the image's working directory is. */
    Path directory() {
        return directory;
    }

    /** Where its secrets are. */
    Path secrets() {
        return secrets;
    }

    /** Takes the jar apart, and lays its layers and the server's own files together. */
    void lay() throws IOException, InterruptedException {
        Done taken = run(Path.of("").toAbsolutePath(), List.of(), extraction(), Map.of());
        if (taken.status() != 0) {
            throw new IOException("The jar could not be taken apart: " + taken.said());
        }
        for (String copied : dockerfile.said("application", "COPY")) {
            List<String> words =
                    Arrays.asList(copied.replaceFirst("^--from=build ", "").split(" ", -1));
            copy(
                    Path.of(words.get(0).replaceFirst("^/layers", Matcher.quoteReplacement(layers.toString()))),
                    directory);
        }
    }

    private List<String> extraction() throws IOException {
        String command = dockerfile.said("build", "RUN").stream()
                .filter(run -> run.contains("-Djarmode=tools"))
                .findFirst()
                .orElseThrow();
        List<String> words = new ArrayList<>();
        for (String word : command.split(" ", -1)) {
            words.add(word.contains("*") ? packed().toString() : word.equals("/layers") ? layers.toString() : word);
        }
        return words;
    }

    private static Path packed() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            return files.filter(file -> file.getFileName().toString().matches("candour-[^/]*\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new FileSystemException("target has no jar: run mvn package"))
                    .toAbsolutePath();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    /** The files that the jar was taken apart into, as they lie in a layer. */
    Set<String> layered() throws IOException {
        Set<String> files = new TreeSet<>();
        try (Stream<Path> each = Files.list(layers)) {
            for (Path layer : each.toList()) {
                files.addAll(files(layer).keySet());
            }
        }
        return files;
    }

    /** What is in the image, and when each file was written last. */
    Map<String, String> files() throws IOException {
        return files(directory);
    }

    private static Map<String, String> files(Path in) throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(in)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                found.put(in.relativize(file).toString(), Files.size(file) + " " + Files.getLastModifiedTime(file));
            }
        }
        return found;
    }

    /** Starts the server for the while that writes the cache, and puts the cache where the image has it. */
    Done train(Map<String, String> environment) throws IOException, InterruptedException {
        String command = dockerfile.said("training", "RUN").stream()
                .filter(run -> run.contains("train.sh"))
                .findFirst()
                .orElseThrow();
        // The database is ours and not one of Debian's beside the server.
        List<String> words = Arrays.asList(
                command.substring(command.indexOf("bash /training/train.sh")).split(" ", -1));
        Path cache = secrets.resolveSibling("trained.aot");
        Done trained = run(
                directory,
                List.of(),
                List.of(
                        words.get(0),
                        Path.of("docker", words.get(1)).toAbsolutePath().toString(),
                        cache.toString()),
                environment);
        if (trained.status() == 0) {
            Files.move(cache, directory.resolve("candour.aot"));
        }
        return trained;
    }

    /** The command by which a container's engine looks whether the server is well. */
    boolean isWell(Map<String, String> environment) throws IOException, InterruptedException {
        String said = dockerfile.said("server", "HEALTHCHECK").get(0);
        return run(directory, nobody(), quoted(said), environment).status() == 0;
    }

    /** Runs the entry point to its end. */
    Done runEntryPoint(Map<String, String> environment) throws IOException, InterruptedException {
        return run(directory, nobody(), dockerfile.entrypoint("server"), environment);
    }

    /** Starts the entry point; what it writes goes to the file. */
    Process start(Map<String, String> environment, Path log) throws IOException {
        return builder(directory, nobody(), dockerfile.entrypoint("server"), environment)
                .redirectOutput(log.toFile())
                .start();
    }

    /** As the image's user, where we may become somebody. */
    private List<String> nobody() {
        String user = dockerfile.said("server", "USER").get(0);
        Path setpriv = Path.of("/usr/bin/setpriv");
        boolean root = "root".equals(System.getProperty("user.name"));
        return root && Files.isExecutable(setpriv)
                ? List.of(
                        setpriv.toString(),
                        "--reuid=" + user.split(":", -1)[0],
                        "--regid=" + user.split(":", -1)[1],
                        "--clear-groups",
                        "--no-new-privs",
                        "--inh-caps=-all",
                        "--bounding-set=-all")
                : List.of();
    }

    private static List<String> quoted(String command) {
        return Matching.of("\"([^\"]*)\"", command).all();
    }

    private Done run(Path in, List<String> as, List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path said = Files.createTempFile("said", ".txt");
        try {
            Process process = builder(in, as, command, environment)
                    .redirectOutput(said.toFile())
                    .start();
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
            return new Done(process.waitFor(), Files.readString(said));
        } finally {
            Files.delete(said);
        }
    }

    private ProcessBuilder builder(Path in, List<String> as, List<String> command, Map<String, String> environment) {
        List<String> words = new ArrayList<>(as);
        words.addAll(command);
        words.replaceAll(word -> word.equals("java") ? java.resolve("bin/java").toString() : word);
        ProcessBuilder builder =
                new ProcessBuilder(words).directory(in.toFile()).redirectErrorStream(true);
        // Nothing of this machine's but the way to bash.
        builder.environment().keySet().removeIf(Predicate.not("PATH"::equals));
        builder.environment().put("JAVA_HOME", java.toString());
        builder.environment().putAll(variables());
        builder.environment().putAll(environment);
        return builder;
    }

    private Map<String, String> variables() {
        Map<String, String> variables = new TreeMap<>();
        for (String said : dockerfile.said("server", "ENV")) {
            Matcher each = ENVIRONMENT.matcher(said);
            while (each.find()) {
                variables.put(each.group(1), each.group(2).replace("/run/secrets/", secrets + "/"));
            }
        }
        return variables;
    }
}
