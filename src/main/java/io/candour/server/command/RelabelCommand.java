package io.candour.server.command;

import ca.uhn.fhir.context.FhirContext;
import io.candour.consent.fhir.LocalReferences;
import io.candour.enforcement.Relabelling;
import io.candour.server.LabelSettings;
import io.candour.server.ServerSettings;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Labels stored items by the lists of now. */
@Command(
        name = "relabel",
        description = {
            "Labels every stored item anew after the label lists (candour.labels.value-sets) changed, while the server"
                    + " goes on. Run it when every replica has been started with the new lists.",
            "It reads the server's configuration; one that was stopped goes on where it was."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:every item has the labels of these lists",
            "1:it was not finished",
            "2:wrong usage, or a configuration that can't be used: nothing was labelled"
        })
final class RelabelCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--batch-size", defaultValue = "500", paramLabel = "N", description = "Items at once, 1 to 5000.")
    private int batchSize;

    @Parameters(paramLabel = "--property=value", description = "Configuration, as the server takes it.")
    private List<String> properties = new ArrayList<>();

    @Override
    public Integer call() {
        if (batchSize < 1 || batchSize > 5000) {
            throw new ParameterException(spec.commandLine(), "--batch-size: 1 to 5000");
        }
        SpringApplication application = new SpringApplication(Parts.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        try (ConfigurableApplicationContext parts = start(application)) {
            relabel(parts.getBean(Relabelling.class));
            return 0;
        } catch (DataAccessException e) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("candour relabel: the database: "
                    + String.valueOf(e.getMostSpecificCause().getMessage()).split("\n", 2)[0]);
            err.println("The same command goes on where this one ended.");
            return 1;
        }
    }

    /** The server's log is for its operators; here the bar is what people look at. */
    private ConfigurableApplicationContext start(SpringApplication application) {
        List<String> arguments =
                new ArrayList<>(List.of("--logging.structured.format.console=", "--logging.level.root=error"));
        arguments.addAll(properties);
        try {
            return application.run(arguments.toArray(String[]::new));
        } catch (RuntimeException e) {
            throw new ParameterException(spec.commandLine(), "the configuration can't be used", e);
        }
    }

    private void relabel(Relabelling relabelling) {
        relabelling.begin();
        long all = relabelling.items();
        long changed = 0;
        try (Progress progress = Progress.of(spec.commandLine().getErr(), "Labelling", "items", all)) {
            progress.advance(relabelling.done());
            Optional<Relabelling.Step> step = relabelling.step(batchSize);
            while (step.isPresent()) {
                progress.advance(step.get().looked());
                changed += step.get().changed();
                step = relabelling.step(batchSize);
            }
        }
        spec.commandLine().getOut().printf("%,d items, of which %,d now have other labels%n", all, changed);
    }

    /** What the command needs of the server: its database and its lists. */
    @SpringBootConfiguration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        ConfigurationPropertiesAutoConfiguration.class,
        DataSourceAutoConfiguration.class,
        DataSourceTransactionManagerAutoConfiguration.class,
        JdbcTemplateAutoConfiguration.class,
    })
    @EnableConfigurationProperties({ServerSettings.class, LabelSettings.class})
    static class Parts {
        @Bean
        Relabelling relabelling(
                JdbcTemplate jdbc,
                PlatformTransactionManager transactions,
                ServerSettings server,
                LabelSettings labels) {
            return new Relabelling(
                    jdbc,
                    new TransactionTemplate(transactions),
                    FhirContext.forR4Cached(),
                    new LocalReferences(Set.of(server.baseUrl())),
                    server.zone(),
                    labels.lists());
        }
    }
}
