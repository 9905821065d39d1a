package io.candour.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candour.demo.DemoPostgres;
import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/** What the server makes of the logins it is given, on a database of its own. */
@ExtendWith(Stack.class)
class TwoLoginsIT {

    @ImportAutoConfiguration(DataSourceAutoConfiguration.class)
    @Import(DatabaseConfiguration.class)
    static class DatabaseAlone {}

    @Test
    void theServerStartsOnlyWithALoginThatCannotChangeTheLog(DemoStack stack) throws Exception {
        DemoPostgres postgres = stack.postgres();
        String url = postgres.emptyDatabase("two_logins");
        String owner = "candour.database.owner-username=" + postgres.owner();
        String allowed = "candour.database.allow-login-that-can-change-the-log=true";

        assertRefused("tables are not those of this version", url, postgres.user());
        assertRefused("it owns the database", url, postgres.owner(), owner);
        assertRefused("could change the access log", url, postgres.owner());
        starts(url, postgres.user(), owner);
        starts(url, postgres.user());
        starts(url, postgres.owner(), allowed);
    }

    @Test
    void whatIsWrongIsToldInTwoSentences() {
        FailureAnalysis told = new StartRefusedAnalyzer()
                .analyze(new IllegalStateException(new StartRefused("This is wrong.", "Do that.")));

        assertThat(told.getDescription()).isEqualTo("This is wrong.");
        assertThat(told.getAction()).isEqualTo("Do that.");
    }

    private static void assertRefused(String why, String url, String serving, String... more) {
        assertThatThrownBy(() -> starts(url, serving, more))
                .rootCause()
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining(why);
    }

    private static void starts(String url, String serving, String... more) {
        List<String> properties = new ArrayList<>(List.of(
                "spring.datasource.url=" + url,
                "spring.datasource.username=" + serving,
                "spring.datasource.password=any",
                "candour.database.owner-password=any"));
        properties.addAll(List.of(more));
        // A second application in this JVM would take the log file from the stack's server.
        System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(DatabaseAlone.class)
                .web(WebApplicationType.NONE)
                .registerShutdownHook(false)
                .run(properties.stream().map(each -> "--" + each).toArray(String[]::new))) {
            assertThat(context.getBean(SchemaMigration.class).isDone()).isTrue();
        } finally {
            System.clearProperty(LoggingSystem.SYSTEM_PROPERTY);
        }
    }
}
