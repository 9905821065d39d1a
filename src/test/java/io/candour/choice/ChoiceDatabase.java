package io.candour.choice;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A migrated database of its own for each test, on one real PostgreSQL for the whole run. */
public record ChoiceDatabase(PGSimpleDataSource source) {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static final class Shared {
        static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            try {
                EmbeddedPostgres postgres = EmbeddedPostgres.start();
                new JdbcTemplate(postgres.getPostgresDatabase()).execute("create database template_choice");
                Flyway.configure()
                        .dataSource(postgres.getDatabase("postgres", "template_choice"))
                        .locations("filesystem:src/main/resources/db/migration")
                        .load()
                        .migrate();
                return postgres;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** With every migration run. */
    public static ChoiceDatabase fresh() {
        return create("template template_choice");
    }

    /** With no table at all. */
    static ChoiceDatabase empty() {
        return create("");
    }

    private static ChoiceDatabase create(String how) {
        String name = "choice_" + NUMBER.incrementAndGet();
        new JdbcTemplate(Shared.POSTGRES.getPostgresDatabase()).execute("create database " + name + " " + how);
        return new ChoiceDatabase((PGSimpleDataSource) Shared.POSTGRES.getDatabase("postgres", name));
    }

    public JdbcTemplate jdbc() {
        return new JdbcTemplate(source);
    }

    public TransactionTemplate transactions() {
        return new TransactionTemplate(new JdbcTransactionManager(source));
    }
}
