package io.candour.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/**
 * What came back for one POST.
 *
 * @param retryAfter how long the server asks to wait; zero where it does not ask
 * @param body the JSON, or a missing node where the body is none
 */
record Answer(int status, Duration retryAfter, JsonNode body) {
    boolean isSuccess() {
        return status / 100 == 2;
    }

    boolean isBundle() {
        return body.path("resourceType").asText().equals("Bundle");
    }
}
