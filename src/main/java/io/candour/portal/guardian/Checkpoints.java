package io.candour.portal.guardian;

import io.candour.portal.PortalSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The latest checkpoint of the access log, fetched as anybody may. Safe for use by many threads. */
@Component("guardianCheckpoints")
class Checkpoints {
    static final String PATH = "/.well-known/candour-log-checkpoint";

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int OK = 200;
    private static final int NONE_YET = 404;

    private final HttpClient http;
    private final URI address;

    Checkpoints(HttpClient portalHttpClient, PortalSettings settings) {
        this.http = portalHttpClient;
        this.address = URI.create(settings.fhirBase()).resolve(PATH);
    }

    /**
     * What is published now.
     *
     * @param reached whether the server answered, so that an absent checkpoint means that there is none
     */
    record Published(boolean reached, Optional<Checkpoint> latest) {}

    /** A server that does not answer is told of on the page; the rest of it may be needed all the more then. */
    Published latest() {
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(address).timeout(PATIENCE).GET().build(), BodyHandlers.ofString());
            boolean reached = answer.statusCode() == OK || answer.statusCode() == NONE_YET;
            return new Published(reached, reached ? Checkpoint.read(answer.body()) : Optional.empty());
        } catch (IOException away) {
            return new Published(false, Optional.empty());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Published(false, Optional.empty());
        }
    }
}
