package io.candour.demo;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL 18 on a free port of the loopback interface whose data outlives it, set to be durable as in production
 * because the access log's promises are tested against it.
 */
public final class DemoPostgres implements AutoCloseable {
    private static final String DATABASE = "candour";
    private static final String SERVING = "candour_server";
    private static final String BACKUP = "candour_backup";
    private static final String JOURNAL = "candour_journal";
    private static final String JOURNALING = "candour_journalist";
    private static final int FREE_PORT = 0;

    private final Path binaries;
    private final Path directory;
    private final Path data;
    private EmbeddedPostgres server;

    private DemoPostgres(Path binaries, Path directory, Path data) throws IOException {
        this.binaries = binaries;
        this.directory = directory;
        this.data = data;
        this.server = run(FREE_PORT);
    }

    /**
     * Starts on the data of the last run, or on an empty database {@code candour} owned by a role of that name, with a
     * second role to serve; and beside it the journal's.
     *
     * @param binaries where the server's programs are unpacked, once
     * @param directory keeps the data and the log; no other JVM may be using it
     */
    public static DemoPostgres start(Path binaries, Path directory) throws IOException, SQLException {
        ((Logger) LoggerFactory.getLogger("io.zonky")).setLevel(Level.WARN);
        Path data = directory.resolve("data").toAbsolutePath();
        Files.createDirectories(data);
        stopLeftOver(data);
        DemoPostgres started = new DemoPostgres(binaries, directory, data);
        started.createDatabase();
        return started;
    }

    /** Comes back on the same port and data after a {@link #close}: an outage, as tests need one. */
    public void comeBack() throws IOException {
        server = run(server.getPort());
    }

    private EmbeddedPostgres run(int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setOverrideWorkingDirectory(binaries.toAbsolutePath().toFile())
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(Duration.ofMinutes(2))
                .setOutputRedirector(
                        Redirect.appendTo(directory.resolve("postgres.log").toFile()))
                .setLocaleConfig("locale", "C")
                .setLocaleConfig("locale-provider", "builtin")
                .setLocaleConfig("builtin-locale", "C.UTF-8")
                // The library passes -F (no fsync) first; the later word counts.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                // Lets tests judge by the order of commits.
                .setServerConfig("track_commit_timestamp", "on")
                .setServerConfig("shared_buffers", "256MB")
                .setServerConfig("max_connections", "100")
                .setServerConfig("unix_socket_directories", "")
                .start();
    }

    public String url() {
        return url(DATABASE);
    }

    private String url(String database) {
        return "jdbc:postgresql://localhost:%d/%s".formatted(server.getPort(), database);
    }

    /** Owns the database and makes its tables; no superuser, and may make no roles. */
    public String owner() {
        return DATABASE;
    }

    /** What a server logs in as: a member of {@code candour_serving} and of nothing else. */
    public String user() {
        return SERVING;
    }

    /** The journal's database: in a deployment on another machine. */
    public String journalUrl() {
        return url(JOURNAL);
    }

    /** A member of {@code candour_journaling} and of nothing else. */
    public String journalUser() {
        return JOURNALING;
    }

    /** Only the loopback interface is listened on, and there every password is good. */
    public String password() {
        return DATABASE;
    }

    /** Ends sessions, writes everything out and returns when no process is left. */
    @Override
    public void close() throws IOException {
        server.close();
        stopLeftOver(data);
    }

    /** The postmaster keeps its own pid file: there while it runs, and after it was killed. */
    static void stopLeftOver(Path data) {
        Processes.stopNamedIn(data.resolve("postmaster.pid"), data.toString());
    }

    /**
     * Makes another database of the same owner; one of that name that is already there is dropped with all it holds.
     *
     * @return its JDBC URL
     */
    public String emptyDatabase(String name) throws SQLException {
        if (name.equals(DATABASE) || !name.matches("[a-z_]+")) {
            throw new IllegalArgumentException("Not the name of another database: " + name);
        }
        asSuperuser(
                "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)", "CREATE DATABASE " + name + " OWNER " + DATABASE);
        return url(name);
    }

    /** Copies the server's database as it stands; ends every session in it, an outage of seconds. */
    public void backUp() throws SQLException {
        asSuperuser("DROP DATABASE IF EXISTS " + BACKUP);
        offline("CREATE DATABASE " + BACKUP + " TEMPLATE " + DATABASE + " OWNER " + DATABASE);
    }

    /** Puts the copy in the database's place: what came after {@link #backUp} is gone, but for the journal's. */
    public void restore() throws SQLException {
        offline("DROP DATABASE " + DATABASE + " WITH (FORCE)", "ALTER DATABASE " + BACKUP + " RENAME TO " + DATABASE);
    }

    /** A setting that sessions of a database have from then on, made by a superuser. */
    public void setting(String database, String name, String value) throws SQLException {
        asSuperuser("ALTER DATABASE %s SET %s = '%s'".formatted(database, name, value));
    }

    private void offline(String... statements) throws SQLException {
        asSuperuser(
                "ALTER DATABASE " + DATABASE + " ALLOW_CONNECTIONS false",
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + DATABASE + "'");
        try {
            asSuperuser(statements);
        } finally {
            asSuperuser("ALTER DATABASE " + DATABASE + " ALLOW_CONNECTIONS true");
        }
    }

    private void asSuperuser(String... statements) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private void createDatabase() throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            for (String role : List.of(
                    DATABASE + " LOGIN",
                    "candour_serving NOLOGIN",
                    "candour_auditing NOLOGIN",
                    "candour_journaling NOLOGIN",
                    SERVING + " LOGIN IN ROLE candour_serving",
                    JOURNALING + " LOGIN IN ROLE candour_journaling")) {
                String name = role.substring(0, role.indexOf(' '));
                if (!isThere(statement, "SELECT FROM pg_roles WHERE rolname = '" + name + "'")) {
                    statement.execute("CREATE ROLE " + role);
                }
            }
            for (String database : List.of(DATABASE, JOURNAL)) {
                if (!isThere(statement, "SELECT FROM pg_database WHERE datname = '" + database + "'")) {
                    statement.execute("CREATE DATABASE " + database + " OWNER " + DATABASE);
                }
            }
        }
    }

    private static boolean isThere(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }
}
