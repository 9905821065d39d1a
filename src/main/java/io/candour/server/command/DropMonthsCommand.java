package io.candour.server.command;

import io.candour.audit.Retention;
import io.candour.audit.SignedCheckpoint;
import io.candour.server.AuditSettings;
import io.candour.server.database.DatabaseOwner;
import io.candour.server.database.OwnerConfiguration;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import picocli.CommandLine.Command;

/** Drops months of the access log, so that no server needs the owner's login for it. */
@Command(
        name = "drop-months",
        description = {
            "Drops the months of the access log that are not kept any more (candour.audit.keep-months), after a signed"
                    + " checkpoint that says so, while servers go on. Where there are none it does nothing.",
            "It reads the server's configuration, and needs the owner's login (candour.database.owner-username) and"
                    + " candour.audit.signing-key."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:no month is left that is not kept, or another is dropping them",
            "1:the database did not do it: try again",
            "2:wrong usage, or a configuration that can't be used: nothing was dropped"
        })
final class DropMonthsCommand extends ConfiguredCommand {

    DropMonthsCommand() {
        super(Parts.class);
    }

    @Override
    int run(ConfigurableApplicationContext configured) throws SQLException {
        AuditSettings settings = configured.getBean(AuditSettings.class);
        Retention retention = configured
                .getBean(Months.class)
                .dropped()
                .orElseThrow(() -> wrong("candour.audit.keep-months is not set: all months are kept"));
        Optional<SignedCheckpoint> closing = retention.keepFrom(settings.keptFrom());
        out().println(closing.map(signed -> "What came before %s is gone; checkpoint %d says so."
                        .formatted(settings.keptFrom(), signed.number()))
                .orElse("There is nothing to drop before " + settings.keptFrom() + "."));
        return 0;
    }

    /** Empty where all months are kept. */
    record Months(Optional<Retention> dropped) {}

    @Configuration(proxyBeanMethods = false)
    @Import(OwnerConfiguration.class)
    @EnableConfigurationProperties(AuditSettings.class)
    static class Parts {

        @Bean
        Months months(AuditSettings settings, DatabaseOwner owner, DataSource serving) {
            return new Months(settings.retention(owner, serving));
        }
    }
}
