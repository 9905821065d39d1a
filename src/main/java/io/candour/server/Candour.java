package io.candour.server;

import io.candour.server.command.Commands;
import java.util.Optional;
import org.springframework.boot.SpringApplication;

/** Starts the server, or runs the command that the first argument names. */
public final class Candour {
    private Candour() {}

    public static void main(String[] args) {
        Optional<Integer> exitCode = Commands.run(args);
        if (exitCode.isPresent()) {
            System.exit(exitCode.get());
        }
        application().run(args);
    }

    /** The server, not yet started: for programs that bring its surroundings. */
    public static SpringApplication application() {
        SpringApplication application = new SpringApplication(ServerConfiguration.class);
        application.setAllowCircularReferences(true);
        return application;
    }
}
