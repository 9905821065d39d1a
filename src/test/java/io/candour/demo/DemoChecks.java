package io.candour.demo;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a machine needs for the demo, looked at before anything is started. */
final class DemoChecks {
    private static final long DISK = 3_000_000_000L;
    private static final int NODE = 20;
    private static final Pattern NODE_VERSION = Pattern.compile("v(\\d+)\\..*");

    private DemoChecks() {}

    /** @throws DemoProblem if something else listens there */
    static void portIsFree(int port, String property) {
        try (ServerSocket free = new ServerSocket(port)) {
            free.setReuseAddress(true);
        } catch (IOException taken) {
            throw new DemoProblem(
                    "Port %d is taken: stop what listens there or choose another with -D%s=%d"
                            .formatted(port, property, port + 1),
                    taken);
        }
    }

    /** @throws DemoProblem if less than 3 GB are free */
    static void diskHasRoom(Path directory) throws IOException {
        hasRoom(directory, Files.getFileStore(directory).getUsableSpace());
    }

    static void hasRoom(Path directory, long free) {
        if (free < DISK) {
            throw new DemoProblem(
                    "Only %.1f GB are free where %s is: make room for 3 GB or choose another place with -Dcandour.demo.directory=..."
                            .formatted(free / 1e9, directory));
        }
    }

    /** @throws DemoProblem if {@code node} is missing or older than 20 */
    static void nodeIsThere(String program) throws InterruptedException {
        String version = output(program, "--version");
        Matcher found = NODE_VERSION.matcher(version);
        if (!found.matches() || Integer.parseInt(found.group(1)) < NODE) {
            throw new DemoProblem("Node.js %d or newer is needed to build the pages' styles, and %s: install it"
                    .formatted(NODE, version.isEmpty() ? "there is none" : "this is " + version));
        }
    }

    /** PostgreSQL refuses to run as root; as root it is started in a user namespace of its own. */
    static void postgresMayRun() throws InterruptedException {
        if ("root".equals(System.getProperty("user.name"))
                && "Linux".equals(System.getProperty("os.name"))
                && output("unshare", "-U", "id", "-u").isEmpty()) {
            throw new DemoProblem(
                    "PostgreSQL does not run as root and this machine allows no user namespaces: start as another user");
        }
    }

    private static String output(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(List.of(command))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (InputStream out = process.getInputStream()) {
                String text = new String(out.readAllBytes(), StandardCharsets.UTF_8).strip();
                return process.waitFor() == 0 ? text : "";
            }
        } catch (IOException missing) {
            return "";
        }
    }
}
