package io.candour.server.command;

import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.DataAccessException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A command that works on the server's database, by the server's configuration. */
abstract class ConfiguredCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "--property=value", description = "Configuration, as the server takes it.")
    private List<String> properties = new ArrayList<>();

    private final Class<?> parts;

    /** @param parts what the command needs beside the database, as a Spring configuration */
    ConfiguredCommand(Class<?> parts) {
        this.parts = parts;
    }

    /** The database, by {@code spring.datasource}. */
    @SpringBootConfiguration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        ConfigurationPropertiesAutoConfiguration.class,
        DataSourceAutoConfiguration.class,
        DataSourceTransactionManagerAutoConfiguration.class,
        JdbcTemplateAutoConfiguration.class,
    })
    static class Database {}

    /** Checks that the command's own options go together, before anything is opened. */
    void check() {}

    abstract int run(ConfigurableApplicationContext configured) throws Exception;

    @Override
    public final Integer call() throws Exception {
        check();
        try (ConfigurableApplicationContext configured = start()) {
            return run(configured);
        } catch (DataAccessException e) {
            return failed(e.getMostSpecificCause());
        } catch (SQLException e) {
            return failed(e);
        }
    }

    private int failed(Throwable cause) {
        err().println(spec.qualifiedName() + ": the database: "
                + String.valueOf(cause.getMessage()).split("\n", 2)[0]);
        return 1;
    }

    /** The server's log is for its operators; here the command's own words are what people look at. */
    private ConfigurableApplicationContext start() {
        SpringApplication application = new SpringApplication(Database.class, parts);
        application.setWebApplicationType(WebApplicationType.NONE);
        List<String> arguments =
                new ArrayList<>(List.of("--logging.structured.format.console=", "--logging.level.root=error"));
        arguments.addAll(properties);
        try {
            return application.run(arguments.toArray(String[]::new));
        } catch (RuntimeException e) {
            throw new ParameterException(spec.commandLine(), "the configuration can't be used", e);
        }
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    final ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
