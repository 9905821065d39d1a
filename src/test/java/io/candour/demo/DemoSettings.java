package io.candour.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/**
 * One stack's place and size, as Maven's build says by system properties; the defaults are the build's own, for starting
 * from an IDE.
 *
 * @param shared what every stack uses: unpacked programs, generated people
 * @param own this stack's data; one stack at a time
 * @param patients how many people there are
 * @param loaded how many of them to load at most, those who have accounts first
 * @param keepsPeople whether a start finds what the last one loaded
 */
public record DemoSettings(
        Path shared, Path own, int patients, int loaded, boolean keepsPeople, int port, int keycloakPort) {
    /** Loading everyone would take longer than all integration tests together. */
    private static final int ENOUGH_FOR_TESTS = 6;

    /** For the demo: fixed ports, and data that lasts. */
    public static DemoSettings ofDemo() {
        return of("demo", Integer.MAX_VALUE, true, Integer.getInteger("candour.demo.port", 8080), keycloakPort(8180));
    }

    /** For the integration tests: free ports, and an empty database at every start. */
    public static DemoSettings ofTests() throws IOException {
        List<Integer> ports = LoopbackPorts.free(2);
        return of("tests", ENOUGH_FOR_TESTS, false, ports.get(0), ports.get(1));
    }

    private static DemoSettings of(String name, int loaded, boolean keepsPeople, int port, int keycloakPort) {
        Path shared = Path.of(System.getProperty("candour.demo.directory", "target/demo"))
                .toAbsolutePath();
        return new DemoSettings(
                shared,
                shared.resolve(name),
                Integer.getInteger("candour.demo.patients", 20),
                loaded,
                keepsPeople,
                port,
                keycloakPort);
    }

    private static int keycloakPort(int otherwise) {
        return Integer.getInteger("candour.demo.keycloak.port", otherwise);
    }

    String webUrl() {
        return "http://localhost:" + port;
    }

    String fhirUrl() {
        return webUrl() + "/fhir";
    }

    /** Synthea's FHIR folder for this number of people. */
    Path synthea() {
        return Path.of("target", "synthea", Integer.toString(patients), "fhir").toAbsolutePath();
    }

    /** Everyone's bundles. */
    private Path people() {
        return shared.resolve("people").resolve(edition());
    }

    /** The folder of bundles to load: everyone's, or a copy of some. */
    Path bundles() throws IOException {
        if (loaded >= patients) {
            return people();
        }
        Path some = own.resolve("people");
        FileSystemUtils.deleteRecursively(some);
        Files.createDirectories(some);
        String last = SyntheaPeople.fileOf(loaded);
        try (Stream<Path> files = Files.list(people())) {
            for (Path file : files.toList()) {
                if (file.getFileName().toString().compareTo(last) <= 0) {
                    Files.copy(file, some.resolve(file.getFileName()));
                }
            }
        }
        return some;
    }

    /** What a load is of: another number of patients or another way to make them is another edition. */
    String edition() {
        return "%d-v%d".formatted(patients, SyntheaPeople.VERSION);
    }

    /** The unpacked distribution. */
    Path keycloak() throws IOException {
        try (Stream<Path> unpacked = Files.list(Files.createDirectories(shared))) {
            return unpacked.filter(path -> path.getFileName().toString().startsWith("keycloak-"))
                    .max(Path::compareTo)
                    .orElseThrow(() -> new DemoProblem("Keycloak is not unpacked yet: run mvn test-compile"));
        }
    }

    /** Makes the bundles, unless an earlier start did, and says who plays whom. */
    Cast cast() throws IOException {
        // Written last, so where it is, the bundles are complete.
        Path file = shared.resolve("people").resolve(edition() + ".json");
        if (!Files.exists(file)) {
            if (!Files.isDirectory(synthea())) {
                throw new DemoProblem(
                        "No people are generated yet: run mvn test-compile -Dcandour.demo.patients=" + patients);
            }
            SyntheaPeople.write(synthea(), people()).write(file);
        }
        return Cast.read(file);
    }
}
