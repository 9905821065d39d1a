package io.candour.server.command;

import io.candour.enforcement.Difference;
import io.candour.enforcement.IndexCheck;
import java.util.Optional;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Compares the record index with what is stored. */
@Command(
        name = "check-index",
        description = {
            "Compares the record index with what HAPI's tables hold, while the server goes on; nothing is written."
                    + " Each difference is a line: the item's type and id, and what differs.",
            "It reads the server's configuration. Items that wait for relabel differ by their labels."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:the index has what is stored, and nothing else",
            "1:there are differences, or it was not finished",
            "2:wrong usage, or a configuration that can't be used: nothing was compared"
        })
final class CheckIndexCommand extends ConfiguredCommand {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private BatchSize batch;

    CheckIndexCommand() {
        super(IndexParts.class);
    }

    @Override
    int run(ConfigurableApplicationContext configured) {
        IndexCheck check = configured.getBean(IndexCheck.class);
        long differences = 0;
        try (Progress progress = Progress.of(err(), "Comparing", "items", check.length())) {
            Optional<IndexCheck.Step> step = check.step(batch.items());
            while (step.isPresent()) {
                for (Difference difference : step.get().differences()) {
                    out().println(difference.reference() + ": " + String.join("; ", difference.what()));
                    differences++;
                }
                out().flush();
                progress.advance(step.get().passed());
                step = check.step(batch.items());
            }
        }
        out().printf("%,d items differ%n", differences);
        return differences == 0 ? 0 : 1;
    }
}
