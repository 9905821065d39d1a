package io.candour.deployment;

import static io.candour.deployment.DebianPackage.POSTGRESQL;
import static io.candour.deployment.DebianPackage.POSTGRESQL_CLIENT;

import io.candour.demo.LoopbackPorts;
import io.candour.demo.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.util.FileSystemUtils;

/** Debian's PostgreSQL 15 on a port of the loopback interface: one that can be backed up, lost and restored. */
public final class DebianPostgres implements AutoCloseable {
    private static final String DATABASE = "candour";
    private static final long PATIENCE_MILLIS = 60_000;

    private final Path directory;
    private final Path log;
    private final int port;
    private Optional<Process> running = Optional.empty();

    private DebianPostgres(Path directory, int port) {
        this.directory = directory;
        this.log = directory.resolve("postgres.log");
        this.port = port;
    }

    /**
     * Starts one with the roles of a deployment and an empty database of the owner's.
     *
     * @param directory is emptied first; outlives this, with the log
     */
    public static DebianPostgres start(Path directory) throws IOException, InterruptedException, SQLException {
        DebianPostgres postgres = new DebianPostgres(Unprivileged.emptyDirectory(directory), LoopbackPorts.free());
        Runtime.getRuntime().addShutdownHook(new Thread(postgres::close, "stop-postgres"));
        postgres.initialise();
        List<String> statements = new ArrayList<>(Logins.SQL);
        statements.add("create database " + DATABASE + " owner " + Logins.OWNER);
        postgres.execute(statements.toArray(String[]::new));
        return postgres;
    }

    /** JDBC URL of the server's database. */
    public String url() {
        return url(DATABASE);
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
    }

    /** Runs statements as a superuser. */
    public void execute(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url("postgres"), "postgres", "");
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    /** Writes roles and database to files, by the commands of README's Restore, while servers go on. */
    public void backUp() throws IOException, InterruptedException {
        client("pg_dumpall", "--globals-only", "--file=roles.sql");
        client("pg_dump", "--format=custom", "--file=candour.dump", DATABASE);
    }

    /** How large the backup is, in bytes. */
    public long backupSize() throws IOException {
        return Files.size(directory.resolve("candour.dump"));
    }

    /** Stops at once and deletes all data; what {@link #backUp} wrote is elsewhere. */
    public void destroy() {
        close();
        FileSystemUtils.deleteRecursively(data().toFile());
    }

    /** Another PostgreSQL in its place with what the backup has, by the commands of README's Restore. */
    public void restore() throws IOException, InterruptedException {
        initialise();
        // One role, the superuser, is there already: psql says so and goes on.
        client("psql", "--quiet", "--file=roles.sql", "postgres");
        client("pg_restore", "--exit-on-error", "--create", "--dbname=postgres", "candour.dump");
    }

    @Override
    public synchronized void close() {
        running.ifPresent(process -> Processes.stop(List.of(process.toHandle())));
        running = Optional.empty();
    }

    private Path data() {
        return directory.resolve("data");
    }

    private void initialise() throws IOException, InterruptedException {
        Unprivileged.run(
                log,
                POSTGRESQL.program("initdb"),
                "--pgdata=" + data(),
                "--username=postgres",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C.UTF-8");
        running = Optional.of(Unprivileged.start(
                log,
                POSTGRESQL.program("postgres"),
                "-D",
                data().toString(),
                "-c",
                "port=" + port,
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories="));
        awaitConnection();
    }

    private void awaitConnection() throws IOException, InterruptedException {
        long end = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (true) {
            try {
                execute();
                return;
            } catch (SQLException notYet) {
                if (System.currentTimeMillis() > end
                        || running.filter(Process::isAlive).isEmpty()) {
                    throw new IOException("PostgreSQL did not start: see " + log, notYet);
                }
                Thread.sleep(100);
            }
        }
    }

    /** Programs that connect, and find by their environment to whom. */
    private void client(String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("env", "PGHOST=127.0.0.1", "PGPORT=" + port, "PGUSER=postgres"));
        command.add(POSTGRESQL_CLIENT.program(program));
        command.addAll(Arrays.asList(arguments));
        Unprivileged.run(log, command.toArray(String[]::new));
    }
}
