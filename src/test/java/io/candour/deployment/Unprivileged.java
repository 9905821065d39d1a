package io.candour.deployment;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.springframework.util.FileSystemUtils;

/**
 * Runs programs as the user of this JVM, or, where that is root, as Debian's {@code postgres}: PostgreSQL does not run as
 * root.
 */
final class Unprivileged {
    private static final String USER = "postgres";
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));
    private static final long LIMIT_MINUTES = 5;

    private Unprivileged() {}

    /** Makes an empty directory that these programs may write to; what was in it is gone. */
    static Path emptyDirectory(Path directory) throws IOException {
        FileSystemUtils.deleteRecursively(directory);
        Files.createDirectories(directory);
        if (ROOT) {
            Files.setOwner(
                    directory,
                    FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(USER));
        }
        return directory.toAbsolutePath();
    }

    /** Starts one that runs on; the process is the program's own, and whoever starts it stops it. */
    static Process start(Path log, String... command) throws IOException {
        List<String> whole = new ArrayList<>();
        if (ROOT) {
            whole.addAll(List.of("setpriv", "--reuid=" + USER, "--regid=" + USER, "--clear-groups"));
        }
        whole.addAll(List.of(command));
        return new ProcessBuilder(whole)
                .directory(log.toAbsolutePath().resolveSibling("").toFile())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log.toFile()))
                .start();
    }

    /**
     * Runs one to its end.
     *
     * @throws IOException if it fails or takes more than {@value #LIMIT_MINUTES} minutes
     */
    static void run(Path log, String... command) throws IOException, InterruptedException {
        Process process = start(log, command);
        if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IOException(command[0] + " did not end: see " + log);
        }
        if (process.exitValue() != 0) {
            throw new IOException(command[0] + " failed: see " + log);
        }
    }
}
