package io.candour.server.command;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** How much a command does in one transaction. */
final class BatchSize {
    private static final int MOST = 5000;

    @Spec(Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    private int items;

    @Option(
            names = "--batch-size",
            defaultValue = "500",
            paramLabel = "N",
            description = "Items at once, 1 to " + MOST + ".")
    void setItems(int items) {
        if (items < 1 || items > MOST) {
            throw new ParameterException(command.commandLine(), "--batch-size: 1 to " + MOST);
        }
        this.items = items;
    }

    int items() {
        return items;
    }
}
