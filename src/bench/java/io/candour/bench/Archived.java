package io.candour.bench;

import io.candour.server.Candour;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A server as its image starts it: from jars, with an AOT cache (JEP 514) of classes, and of what is known about their
 * methods, that a first run of it wrote. Java 25 is needed.
 */
final class Archived {
    private static final int FIRST_JAVA = 25;

    private final Path cache;
    private final String classPath;

    private Archived(Path cache, String classPath) {
        this.cache = cache;
        this.classPath = classPath;
    }

    /** Whether this JVM can write and read such a cache. */
    static boolean possible() {
        return Runtime.version().feature() >= FIRST_JAVA;
    }

    /** Packs what this JVM runs from a directory into a jar: no cache takes classes from directories. */
    static Archived in(Path directory) {
        Path classes = Path.of(Candour.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        Path jar = directory.resolve("candour.jar");
        pack(classes, jar);
        String libraries = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(each -> each.endsWith(".jar"))
                .collect(Collectors.joining(File.pathSeparator));
        return new Archived(directory.resolve("candour.aot"), jar + File.pathSeparator + libraries);
    }

    /** As the build of an image runs it once, to write the cache when it ends. */
    Arm writing(Arm arm) {
        return arm.run(classPath, List.of("-XX:AOTCacheOutput=" + cache));
    }

    /** As a container starts it; ends at once where the cache does not fit. */
    Arm reading(Arm arm) {
        return arm.run(classPath, List.of("-XX:AOTMode=on", "-XX:AOTCache=" + cache));
    }

    private static void pack(Path classes, Path jar) {
        int status = ToolProvider.findFirst("jar")
                .orElseThrow(() -> new BenchFailure("A JDK is needed, to pack a jar"))
                .run(System.out, System.err, "--create", "--file", jar.toString(), "-C", classes.toString(), ".");
        if (status != 0) {
            throw new BenchFailure("jar ended with %d, see above".formatted(status));
        }
    }
}
