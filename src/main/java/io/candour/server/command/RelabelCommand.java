package io.candour.server.command;

import io.candour.enforcement.Relabelling;
import java.util.Optional;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private BatchSize batch;

    RelabelCommand() {
        super(IndexParts.class);
    }

    @Override
    int run(ConfigurableApplicationContext configured) {
        Relabelling relabelling = configured.getBean(Relabelling.class);
        relabelling.begin();
        long all = relabelling.items();
        long changed = 0;
        try (Progress progress = Progress.of(err(), "Labelling", "items", all)) {
            progress.advance(relabelling.done());
            Optional<Relabelling.Step> step = relabelling.step(batch.items());
            while (step.isPresent()) {
                progress.advance(step.get().looked());
                changed += step.get().changed();
                step = relabelling.step(batch.items());
            }
        }
        out().printf("%,d items, of which %,d now have other labels%n", all, changed);
        return 0;
    }
}
