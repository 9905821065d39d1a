package io.candour.story;

import io.candour.demo.DemoStack;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** An account that asks for longer than a token lasts: logs in again in time. For one thread. */
final class LoggedIn {
    private static final long NANOS_OF_ONE = Duration.ofMinutes(2).toNanos();

    private final String server;
    private final LogIn logIn;
    private Optional<FhirClient> client = Optional.empty();
    private long since;

    /** Gets a client with a new token. */
    @FunctionalInterface
    private interface LogIn {
        FhirClient now() throws IOException, InterruptedException;
    }

    private LoggedIn(String server, LogIn logIn) {
        this.server = server;
        this.logIn = logIn;
    }

    /** @param server FHIR base */
    static LoggedIn of(DemoStack stack, String server, String account, String scopes) {
        return new LoggedIn(server, () -> FhirClient.of(stack, account, scopes));
    }

    static LoggedIn feeder(DemoStack stack, String server) {
        return new LoggedIn(server, () -> FhirClient.feeder(stack));
    }

    FhirClient client() throws IOException, InterruptedException {
        if (client.isEmpty() || System.nanoTime() - since > NANOS_OF_ONE) {
            since = System.nanoTime();
            client = Optional.of(logIn.now().at(server));
        }
        return client.get();
    }
}
