package io.candour.server.command;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What the server said to one item.
 *
 * @param status the HTTP status, or 0 where no answer came
 * @param issues of its OperationOutcome, in R4's words
 * @param note why, where that is not the server's own saying; or empty
 */
record Verdict(int status, List<Issue> issues, String note) {
    /** @param expression FHIRPath of the elements, or XPath where the server gave only the older location */
    record Issue(String severity, String code, String diagnostics, List<String> expression) {}

    Verdict {
        issues = List.copyOf(issues);
    }

    static Verdict of(int status, JsonNode outcome) {
        var issues = new ArrayList<Issue>();
        for (JsonNode issue : outcome.path("issue")) {
            String diagnostics = issue.path("diagnostics").asText();
            var expression = new ArrayList<String>();
            JsonNode places = issue.has("expression") ? issue.path("expression") : issue.path("location");
            places.forEach(place -> expression.add(place.asText()));
            issues.add(new Issue(
                    issue.path("severity").asText(),
                    issue.path("code").asText(),
                    diagnostics.isEmpty() ? issue.path("details").path("text").asText() : diagnostics,
                    List.copyOf(expression)));
        }
        return new Verdict(status, issues, "");
    }

    static Verdict refused(int status, String note) {
        return new Verdict(status, List.of(), note);
    }

    static Verdict noAnswer(String note) {
        return new Verdict(0, List.of(), note);
    }

    boolean isLoaded() {
        return note.isEmpty() && (status / 100 == 2 || status == 304);
    }

    boolean isDuplicate() {
        return (status == 409 || status == 422)
                && issues.stream().anyMatch(issue -> issue.code().equals("duplicate"));
    }

    /** Whether the same again may pass: the server or the way to it is busy or away, or another write was in between. */
    boolean mayPass() {
        return status == 0 || status == 429 || isGatewayAnswer() || (status == 409 && !isDuplicate());
    }

    /** Whether the server may have stored it all the same: the answer was lost, or came from something before it. */
    boolean mayBeThere() {
        return status == 0 || isGatewayAnswer();
    }

    private boolean isGatewayAnswer() {
        return status == 502 || status == 503 || status == 504;
    }

    /** One line for people. */
    String reason() {
        String said = issues.stream()
                .map(issue -> (issue.diagnostics().isEmpty() ? issue.code() : issue.diagnostics())
                        + (issue.expression().isEmpty() ? "" : " at " + String.join(", ", issue.expression())))
                .collect(joining("; "));
        String why = note.isEmpty() ? said : note;
        if (status == 0) {
            return why;
        }
        return why.isEmpty() ? "HTTP " + status : "HTTP " + status + ": " + why;
    }
}
