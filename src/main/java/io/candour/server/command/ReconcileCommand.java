package io.candour.server.command;

import io.candour.release.Reconciliation;
import io.candour.release.Reconciliation.Found;
import java.util.Objects;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import picocli.CommandLine.Command;

/** Holds all that was let out against what people said. */
@Command(
        name = "reconcile",
        description = {
            "Holds every answer and extract that was let out against what people said when it was put together, as each"
                    + " server does once a night. Where somebody is in one who had not said yes, its programme is stopped"
                    + " and guardians are alerted; recipients are asked to erase copies of those whose yes has ended.",
            "It reads the server's configuration, while the server goes on."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:nobody is in a release who had not said yes, or it was known before",
            "1:somebody is, or it was not finished",
            "2:wrong usage, or a configuration that can't be used: nothing was looked at"
        })
final class ReconcileCommand extends ConfiguredCommand {
    ReconcileCommand() {
        super(ReconciliationParts.class);
    }

    @Override
    int run(ConfigurableApplicationContext configured) {
        Reconciliation reconciliation = configured.getBean(Reconciliation.class);
        TransactionTemplate transaction = new TransactionTemplate(configured.getBean(PlatformTransactionManager.class));
        Found found = Objects.requireNonNull(transaction.execute(any -> reconciliation.run()));
        out().printf(
                        "%,d releases, %,d people in them who had not said yes, %,d copies to be erased%n",
                        found.releases(), found.uninvited(), found.asked());
        if (found.unchecked() > 0) {
            out().printf(
                            "%,d people could not be checked: their choices, the recipient's memberships or the defaults are"
                                    + " others now%n",
                            found.unchecked());
        }
        return found.uninvited() == 0 ? 0 : 1;
    }
}
