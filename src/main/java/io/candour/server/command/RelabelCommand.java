package io.candour.server.command;

import ca.uhn.fhir.context.FhirContext;
import io.candour.consent.fhir.LocalReferences;
import io.candour.enforcement.Relabelling;
import io.candour.server.LabelSettings;
import io.candour.server.ServerSettings;
import java.util.Optional;
import java.util.Set;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Labels stored items by the lists of now. */
@Command(
        name = "relabel",
        description = {
            "Labels every stored item anew after the label lists (candour.labels.value-sets) changed, while the server"
                    + " goes on. Run it when every replica has been started with the new lists.",
            "It reads the server's configuration. One that ended early goes on where it was."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:every item has the labels of these lists",
            "1:it was not finished",
            "2:wrong usage, or a configuration that can't be used: nothing was labelled"
        })
final class RelabelCommand extends ConfiguredCommand {
    @Option(names = "--batch-size", defaultValue = "500", paramLabel = "N", description = "Items at once, 1 to 5000.")
    private int batchSize;

    RelabelCommand() {
        super(Parts.class);
    }

    @Override
    void check() {
        if (batchSize < 1 || batchSize > 5000) {
            throw wrong("--batch-size: 1 to 5000");
        }
    }

    @Override
    int run(ConfigurableApplicationContext configured) {
        Relabelling relabelling = configured.getBean(Relabelling.class);
        relabelling.begin();
        long all = relabelling.items();
        long changed = 0;
        try (Progress progress = Progress.of(err(), "Labelling", "items", all)) {
            progress.advance(relabelling.done());
            Optional<Relabelling.Step> step = relabelling.step(batchSize);
            while (step.isPresent()) {
                progress.advance(step.get().looked());
                changed += step.get().changed();
                step = relabelling.step(batchSize);
            }
        }
        out().printf("%,d items, of which %,d now have other labels%n", all, changed);
        return 0;
    }

    /** What the command needs of the server beside its database: its lists. */
    @Configuration(proxyBeanMethods = false)
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
