package io.candour.server.command;

import io.candour.enforcement.Rebuilding;
import java.util.Optional;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Brings the record index to what is stored. */
@Command(
        name = "rebuild-index",
        description = {
            "Brings the record index to what HAPI's tables hold, while the server goes on: writes items that it lacks or"
                    + " has otherwise, and removes those that are not stored.",
            "It reads the server's configuration. One that ended early goes on where it was."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:the index has what is stored, and nothing else",
            "1:it was not finished",
            "2:wrong usage, or a configuration that can't be used: nothing was written"
        })
final class RebuildIndexCommand extends ConfiguredCommand {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private BatchSize batch;

    RebuildIndexCommand() {
        super(IndexParts.class);
    }

    @Override
    int run(ConfigurableApplicationContext configured) throws InterruptedException {
        Rebuilding rebuilding = configured.getBean(Rebuilding.class);
        rebuilding.begin();
        long mended = 0;
        try (Progress progress = Progress.of(err(), "Rebuilding", "items", rebuilding.length())) {
            progress.advance(rebuilding.passed());
            Optional<Rebuilding.Step> step = rebuilding.step(batch.items());
            while (step.isPresent()) {
                progress.advance(step.get().passed());
                mended += step.get().mended();
                step = rebuilding.step(batch.items());
            }
        }
        out().printf("%,d items mended%n", mended);
        return 0;
    }
}
