package io.candour.demo;

import io.candour.server.command.Commands;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.boot.logging.LoggingSystem;

/** A command that takes the server's configuration, run in this JVM beside a server. */
public final class ServerCommand {
    private ServerCommand() {}

    /** Returns its exit code. */
    public static int run(Map<String, String> properties, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        properties.forEach((name, value) -> all.add("--" + name + "=" + value));
        // The stack's server in this JVM keeps its own log.
        System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
        try {
            return Commands.run(all.toArray(String[]::new)).orElseThrow();
        } finally {
            System.clearProperty(LoggingSystem.SYSTEM_PROPERTY);
        }
    }
}
