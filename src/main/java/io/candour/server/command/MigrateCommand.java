package io.candour.server.command;

import io.candour.server.database.DatabaseConfiguration;
import io.candour.server.database.DatabaseOwner;
import io.candour.server.journal.Journal;
import io.candour.server.journal.JournalSettings;
import java.util.Optional;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import picocli.CommandLine.Command;

/** Brings the tables of both databases to this version, so that no server needs their owner's login. */
@Command(
        name = "migrate",
        description = {
            "Makes the tables of this version, or alters those of an earlier one, in the server's database and in the"
                    + " journal's, and checks that the login that serves could not change the access log. Whether servers of"
                    + " the version before may go on meanwhile, the README says under Upgrade.",
            "It reads the server's configuration, and needs the owner's login: candour.database.owner-username."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:the tables are those of this version",
            "1:the journal's tables could not be made",
            "2:wrong usage, a configuration that can't be used, or a database that can't be migrated"
        })
final class MigrateCommand extends ConfiguredCommand {

    MigrateCommand() {
        super(Parts.class);
    }

    @Override
    int run(ConfigurableApplicationContext configured) {
        if (configured.getBean(DatabaseOwner.class).source().isEmpty()) {
            throw wrong("candour.database.owner-username is not set: nobody else may make tables");
        }
        JournalSettings settings = configured.getBean(JournalSettings.class);
        Optional<Journal> journal = Journal.open(settings);
        journal.ifPresent(Journal::close);
        out().println("The tables are those of this version"
                + (settings.ownerUsername().isEmpty() ? "." : ", the journal's too."));
        return 0;
    }

    /** The database, migrated by its owner as it is opened. */
    @Configuration(proxyBeanMethods = false)
    @Import(DatabaseConfiguration.class)
    @EnableConfigurationProperties(JournalSettings.class)
    static class Parts {}
}
