package io.candour.bench;

import io.candour.demo.DemoSettings;
import io.candour.demo.DemoStack;
import io.candour.demo.DemoTokens;
import io.candour.demo.LoopbackPorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/**
 * PostgreSQL, Keycloak and a server with Synthea's people in it. Arms are measured on copies of its database, once its
 * own server is stopped: all begin with the same content.
 */
final class Stage implements AutoCloseable {
    private static final int MADE = 20;

    private final DemoStack stack;
    private final DemoTokens tokens;
    private final Path directory;
    private final Path people;

    private Stage(DemoStack stack, Path directory, Path people) {
        this.stack = stack;
        this.tokens = new DemoTokens(stack.keycloak());
        this.directory = directory;
        this.people = people;
    }

    /**
     * Starts all of it and loads the people.
     *
     * @param loaded how many of Synthea's people, at most
     * @param directory for logs
     */
    static Stage set(int loaded, Path directory) throws Exception {
        Path shared = Path.of("target", "demo").toAbsolutePath();
        List<Integer> ports = LoopbackPorts.free(2);
        DemoSettings settings = new DemoSettings(
                shared,
                shared.resolve("bench"),
                MADE,
                loaded,
                Boolean.getBoolean("bench.keep"),
                ports.get(0),
                ports.get(1));
        DemoStack stack = DemoStack.start(settings);
        try (Stream<Path> folders = Files.list(shared.resolve("people"))) {
            Path people = folders.filter(Files::isDirectory)
                    .filter(each -> each.getFileName().toString().startsWith(MADE + "-"))
                    .max(Path::compareTo)
                    .orElseThrow();
            return new Stage(stack, directory, people);
        }
    }

    DemoStack stack() {
        return stack;
    }

    /** Bundles as the feeder sends them. */
    List<Path> bundles() throws IOException {
        try (Stream<Path> files = Files.list(people)) {
            return files.filter(each -> each.getFileName().toString().startsWith("03-person"))
                    .sorted()
                    .toList();
        }
    }

    /** Stops the stage's own server, PostgreSQL and Keycloak go on; may be called twice. */
    void stopServer() {
        stack.server().close();
    }

    String patientToken(String account) throws IOException, InterruptedException {
        return tokens.of(account, "openid patient/*.rs patient/Consent.cruds");
    }

    String staffToken(String account) throws IOException, InterruptedException {
        return tokens.of(account, "openid user/*.rs");
    }

    String feederToken() throws IOException, InterruptedException {
        return tokens.ofClient("feeder", "system/*.cruds");
    }

    /** Candour on a copy of its own; returns when it answers. */
    Contender candour(String database) throws Exception {
        stopServer();
        Arm arm = Arm.candour(stack.postgres(), copy(database))
                .with("candour.identity.issuer", stack.keycloak().issuer())
                .with("candour.limits.caller", "100000000")
                .with("candour.limits.client", "100000000");
        return Contender.start(arm, database, directory, postmaster());
    }

    /** The stock server, likewise. */
    Contender stock(String database) throws Exception {
        stopServer();
        return Contender.start(Arm.stock(stack.postgres(), copy(database)), database, directory, postmaster());
    }

    /** A connection that may do anything there; for making data. */
    Connection superuser(String database) throws SQLException {
        return DriverManager.getConnection(url(database), "postgres", "postgres");
    }

    private String copy(String database) throws SQLException {
        try (Connection connection = superuser("postgres");
                var statement = connection.createStatement()) {
            statement.execute("drop database if exists " + database + " with (force)");
            statement.execute("create database " + database + " template candour owner "
                    + stack.postgres().owner());
        }
        try (Connection connection = superuser(database);
                var statement = connection.createStatement()) {
            // As autovacuum does within a minute: who is measured before that has plans for empty tables.
            statement.execute("vacuum (analyze)");
        }
        return url(database);
    }

    private String url(String database) {
        String own = stack.postgres().url();
        return own.substring(0, own.lastIndexOf('/') + 1) + database;
    }

    private ProcessHandle postmaster() throws SQLException {
        try (Connection connection = superuser("postgres")) {
            return Cpu.postmaster(connection);
        }
    }

    @Override
    public void close() {
        stack.close();
    }
}
