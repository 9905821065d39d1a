package io.candour.server.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.candour.audit.Checkpoints;
import io.candour.audit.SignedCheckpoint;
import io.candour.choice.ChoiceJournal;
import io.candour.record.RecordIndex;
import io.candour.server.AuditSettings;
import io.candour.server.journal.Journal;
import io.candour.server.journal.JournalSettings;
import io.candour.server.journal.Restoration;
import io.candour.server.journal.Restoration.Gap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says what a restored database lost, brings back the choices among it, and declares the rest. */
@Command(
        name = "restored",
        description = {
            "Compares the database with the journal kept outside of it. A server whose database was restored from a"
                    + " backup shows no records until this has been settled:",
            "1. restored --choices FOLDER writes the lost choices as bundles; 2. import --concurrency 1 loads them"
                    + " through the server, which takes writes meanwhile; 3. restored --declare signs what is lost.",
            "It reads the server's configuration."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:the database has all that is known outside of it, or what it lacks is declared",
            "1:it lacks something, and that is not declared",
            "2:wrong usage, or a configuration that can't be used"
        })
final class RestoredCommand extends ConfiguredCommand {
    private static final String BUNDLE =
            """
            {"resourceType":"Bundle","type":"transaction","entry":[{"resource":%s,
            "request":{"method":"PUT","url":"Consent/%s"}}]}
            """;

    @Option(names = "--choices", paramLabel = "FOLDER", description = "Write the lost choices here; it must be empty.")
    private Optional<Path> folder = Optional.empty();

    @Option(names = "--declare", description = "Sign a checkpoint that says what is lost, and open the records.")
    private boolean declare;

    @Option(
            names = "--without-choices",
            description = "Declare although choices are lost. What those people decided is then forgotten.")
    private boolean withoutChoices;

    RestoredCommand() {
        super(Parts.class);
    }

    @Override
    void check() {
        if (withoutChoices && !declare) {
            throw wrong("--without-choices: only together with --declare");
        }
        if (folder.isPresent() && declare) {
            throw wrong("--choices: load them before --declare");
        }
    }

    @Override
    int run(ConfigurableApplicationContext configured) throws SQLException, IOException {
        try (Journal journal = Journal.open(configured.getBean(JournalSettings.class))
                .orElseThrow(() -> wrong("candour.journal.url is not set: there is nothing to compare with"))) {
            RecordIndex index = new RecordIndex(configured.getBean(JdbcTemplate.class));
            return settle(new Restoration(configured.getBean(DataSource.class), index, journal), configured);
        }
    }

    private int settle(Restoration restoration, ConfigurableApplicationContext configured)
            throws SQLException, IOException {
        Optional<Gap> gap = restoration.gap();
        if (gap.isEmpty()) {
            out().println("The database has all that is known outside of it.");
            return 0;
        }
        tell(gap.get());
        if (folder.isPresent()) {
            write(restoration.missing(gap.get()), folder.get());
            return 1;
        }
        return declare ? declare(restoration, gap.get(), configured) : 1;
    }

    private void tell(Gap gap) {
        if (gap.checkpointsLost()) {
            out().println("Lost: the access log after "
                    + gap.last().map(RestoredCommand::words).orElse("its beginning") + ", up to "
                    + gap.outside().map(RestoredCommand::words).orElse("no checkpoint"));
        }
        if (!gap.choices().isEmpty()) {
            out().printf("Lost: choices in %,d Consents%n", gap.choices().size());
        }
    }

    private static String words(SignedCheckpoint checkpoint) {
        return "checkpoint " + checkpoint.number() + " of " + checkpoint.at();
    }

    private void write(List<ChoiceJournal.Note> notes, Path target) throws IOException {
        Files.createDirectories(target);
        try (var there = Files.list(target)) {
            if (there.findAny().isPresent()) {
                throw wrong("--choices: " + target + " is not empty");
            }
        }
        for (ChoiceJournal.Note note : notes) {
            Files.writeString(
                    target.resolve("%012d.json".formatted(note.number())),
                    BUNDLE.formatted(note.content(), note.consent()),
                    UTF_8);
        }
        out().printf("%,d bundles are in %s, in the order to load them%n", notes.size(), target);
    }

    private int declare(Restoration restoration, Gap gap, ConfigurableApplicationContext configured)
            throws SQLException {
        if (!gap.choices().isEmpty() && !withoutChoices) {
            err().println("Nothing is declared: load the choices first, or say --without-choices.");
            return 1;
        }
        Checkpoints signing = configured
                .getBean(AuditSettings.class)
                .checkpoints(configured.getBean(DataSource.class))
                .orElseThrow(() -> wrong("candour.audit.signing-key is not set: nothing can be signed"));
        Optional<SignedCheckpoint> declared = restoration.declare(gap, signing);
        if (declared.isEmpty()) {
            err().println("A server is taking a checkpoint right now; try again.");
            return 1;
        }
        out().println("Declared by " + words(declared.get()) + ". Records open within ten seconds.");
        return 0;
    }

    /** What the command needs of the server beside its database: the journal. */
    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties({JournalSettings.class, AuditSettings.class})
    static class Parts {}
}
