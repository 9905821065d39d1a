package io.candour.server.command;

import static java.util.stream.Collectors.joining;

import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Answers wrong usage with one line that names the option. Arguments that match no option are shown up to their
 * {@code =} only, and values not at all: one of them may be a secret behind a mistyped name.
 */
final class OneLineUsageErrors implements IParameterExceptionHandler {
    @Override
    public int handleParseException(ParameterException error, String[] args) {
        CommandLine command = error.getCommandLine();
        command.getErr()
                .println(command.getCommandSpec().qualifiedName() + ": " + message(error)
                        + " (--help lists the options)");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static String message(ParameterException error) {
        if (error instanceof UnmatchedArgumentException unmatched) {
            String options = unmatched.getUnmatched().stream()
                    .filter(argument -> argument.startsWith("-"))
                    .map(argument -> argument.split("=", 2)[0])
                    .collect(joining(", "));
            return options.isEmpty() ? "unknown command" : "unknown option " + options;
        }
        return String.valueOf(error.getMessage()).lines().map(String::strip).collect(joining(" "));
    }
}
