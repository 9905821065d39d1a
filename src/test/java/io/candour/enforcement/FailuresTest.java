package io.candour.enforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.springframework.orm.jpa.JpaSystemException;

/** What a pool and its driver throw, told apart. */
class FailuresTest {
    @Test
    void databaseAway_whenItStoppedUnderATransaction_thenAlsoByWhatARollbackSays() throws Exception {
        EmbeddedPostgres postgres = EmbeddedPostgres.start();
        HikariConfig config = new HikariConfig();
        config.setDataSource(postgres.getPostgresDatabase());
        try (HikariDataSource pool = new HikariDataSource(config);
                Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("select 1");
            Throwable wrong = catchThrowable(() -> statement.execute("select from nowhere"));
            connection.rollback();
            postgres.close();
            Throwable first = catchThrowable(() -> statement.execute("select 1"));
            Throwable then = catchThrowable(connection::rollback);

            assertThat(wrong).isInstanceOf(SQLException.class);
            assertThat(Failures.databaseAway(wrong)).isFalse();
            assertThat(Failures.databaseAway(first)).isTrue();
            assertThat(then).isInstanceOf(SQLException.class);
            assertThat(Failures.databaseAway(new JpaSystemException(new IllegalStateException(then))))
                    .isTrue();
        }
    }
}
