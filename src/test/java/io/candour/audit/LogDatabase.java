package io.candour.audit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/** A database of its own for each test, copied from one that is migrated, on one real PostgreSQL for the whole run. */
public record LogDatabase(String host, int port, String name) {

    static final String SERVING = "serving_login";
    /** May read the log and nothing else. */
    public static final String AUDITING = "auditing_login";

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static final class Shared {
        static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            try {
                EmbeddedPostgres postgres = EmbeddedPostgres.start();
                prepare(postgres.getPort());
                return postgres;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static LogDatabase fresh() throws SQLException {
        return copyTemplate(Shared.POSTGRES.getPort());
    }

    /** Makes the template and the login that serves. */
    static void prepare(int port) {
        try {
            LogDatabase root = new LogDatabase("localhost", port, "postgres");
            root.execute("create database template_log");
            Flyway.configure()
                    .dataSource(url("localhost", port, "template_log"), "postgres", "")
                    .locations("filesystem:src/main/resources/db/migration")
                    .load()
                    .migrate();
            root.execute(
                    "create role " + SERVING + " login in role candour_serving",
                    "create role " + AUDITING + " login in role candour_auditing");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static LogDatabase copyTemplate(int port) throws SQLException {
        String name = "log_" + NUMBER.incrementAndGet();
        new LogDatabase("localhost", port, "postgres").execute("create database " + name + " template template_log");
        return new LogDatabase("localhost", port, name);
    }

    /** Another database with the same content; nobody may be connected to this one. */
    public LogDatabase copy() throws SQLException {
        String copy = "log_" + NUMBER.incrementAndGet();
        new LogDatabase(host, port, "postgres").execute("create database " + copy + " template " + name);
        return new LogDatabase(host, port, copy);
    }

    void drop() throws SQLException {
        new LogDatabase(host, port, "postgres").execute("drop database " + name + " with (force)");
    }

    PGSimpleDataSource source(String user) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {host});
        source.setPortNumbers(new int[] {port});
        source.setDatabaseName(name);
        source.setUser(user);
        return source;
    }

    Connection owner() throws SQLException {
        return connect("postgres");
    }

    Connection serving() throws SQLException {
        return connect(SERVING);
    }

    LogDatabase through(int otherPort) {
        return new LogDatabase(host, otherPort, name);
    }

    public void execute(String... statements) throws SQLException {
        try (Connection connection = owner();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The first column of every row, as text, read by a connection of its own. */
    List<String> column(String query) throws SQLException {
        try (Connection connection = owner();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    long count(String query) throws SQLException {
        return Long.parseLong(column("select count(*) from " + query).get(0));
    }

    private Connection connect(String user) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("connectTimeout", "2");
        return DriverManager.getConnection(url(host, port, name), properties);
    }

    public String url() {
        return url(host, port, name);
    }

    private static String url(String host, int port, String name) {
        return "jdbc:postgresql://" + host + ":" + port + "/" + name;
    }
}
