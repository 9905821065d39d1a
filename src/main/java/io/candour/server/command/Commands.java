package io.candour.server.command;

import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The commands a user can name after {@code java -jar candour.jar}; with none named, the server starts. */
@Command(
        name = "candour",
        description = "Without a command, starts the server.",
        subcommands = {ImportCommand.class, VerifyLogCommand.class})
public final class Commands {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    private boolean help;

    private Commands() {}

    /**
     * Runs the command that the arguments name.
     *
     * @return its exit code (0 done, 1 partly failed or found wanting, 2 wrong usage), or empty where the arguments are the
     *     server's: none, or options other than {@code --help}
     */
    public static Optional<Integer> run(String[] args) {
        if (args.length == 0 || isServerOption(args[0])) {
            return Optional.empty();
        }
        return Optional.of(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Commands())
                .addSubcommand(configured(new MigrateCommand()))
                .addSubcommand(configured(new RelabelCommand()))
                .addSubcommand(configured(new RestoredCommand()))
                .addSubcommand(configured(new CheckIndexCommand()))
                .addSubcommand(configured(new RebuildIndexCommand()))
                .addSubcommand(configured(new ReconcileCommand()))
                .addSubcommand(configured(new DropMonthsCommand()))
                .setParameterExceptionHandler(new OneLineUsageErrors())
                .setExecutionExceptionHandler((error, command, arguments) -> {
                    if (error instanceof IOException) {
                        command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + error.getMessage());
                        return command.getCommandSpec().exitCodeOnExecutionException();
                    }
                    throw error;
                });
    }

    /** What isn't the command's own option is the server's configuration. */
    private static CommandLine configured(ConfiguredCommand command) {
        return new CommandLine(command).setUnmatchedOptionsArePositionalParams(true);
    }

    private static boolean isServerOption(String argument) {
        return argument.startsWith("--") && !argument.equals("--help");
    }
}
