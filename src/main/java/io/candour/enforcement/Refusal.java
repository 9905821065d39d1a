package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.exceptions.AuthenticationException;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.UnclassifiedServerFailureException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/**
 * The few faces a refusal has. Each carries an OperationOutcome whose text depends on the request alone, never on what
 * is stored.
 */
public final class Refusal {
    private Refusal() {}

    /** Absent, deleted, withheld and other people's all look like this (I5). */
    static BaseServerResponseException notFound() {
        return new ResourceNotFoundException(
                "Not found", outcome(IssueType.NOTFOUND, "There is nothing here that you may see"));
    }

    /** The challenge for a token whose log-in the issuer has ended (RFC 6750, section 3.1). */
    static final String SESSION_ENDED = "Bearer error=\"invalid_token\", error_description=\"The session has ended\"";

    /** The log-in that the token came of is over. */
    static BaseServerResponseException sessionEnded() {
        String why = "You have logged out, or were logged out: log in again";
        return challenge(SESSION_ENDED, why);
    }

    /** The person must show better who they are (RFC 9470, section 3). */
    static BaseServerResponseException insufficientAuthentication(List<String> acrValues) {
        String why = "This needs a stronger log-in than the one you have";
        return challenge(
                "Bearer error=\"insufficient_user_authentication\", error_description=\"" + why + "\", acr_values=\""
                        + String.join(" ", acrValues) + "\"",
                why);
    }

    private static BaseServerResponseException challenge(String challenge, String why) {
        BaseServerResponseException refusal = new AuthenticationException(why);
        refusal.setOperationOutcome(outcome(IssueType.LOGIN, why));
        refusal.addResponseHeader("WWW-Authenticate", challenge);
        return refusal;
    }

    static BaseServerResponseException forbidden(String why) {
        return new ForbiddenOperationException(why, outcome(IssueType.FORBIDDEN, why));
    }

    static BaseServerResponseException unsupported(String what) {
        return new InvalidRequestException(what, outcome(IssueType.NOTSUPPORTED, what));
    }

    /** @param element the parameter or FHIRPath that is at fault */
    public static BaseServerResponseException invalid(String element, String why) {
        OperationOutcome outcome = outcome(IssueType.INVALID, why);
        outcome.getIssueFirstRep().addExpression(element);
        return new InvalidRequestException(why, outcome);
    }

    /** @param element FHIRPath of what the server will not store */
    public static BaseServerResponseException unprocessable(String element, IssueType type, String why) {
        OperationOutcome outcome = outcome(type, why);
        outcome.getIssueFirstRep().addExpression(element);
        return new UnprocessableEntityException(why, outcome);
    }

    public static BaseServerResponseException unavailable(String what) {
        BaseServerResponseException refusal =
                new UnclassifiedServerFailureException(503, what, outcome(IssueType.TRANSIENT, what));
        refusal.addResponseHeader("Retry-After", "1");
        return refusal;
    }

    /** A limit was reached (RFC 6585 4). */
    static BaseServerResponseException tooMany(String what) {
        BaseServerResponseException refusal =
                new UnclassifiedServerFailureException(429, what, outcome(IssueType.THROTTLED, what));
        refusal.addResponseHeader("Retry-After", "3600");
        return refusal;
    }

    /** Somebody else was first (409, 412). */
    static BaseServerResponseException conflict(int status) {
        String why = "Another change came first, or something still refers to this; read it again";
        return new UnclassifiedServerFailureException(status, why, outcome(IssueType.CONFLICT, why));
    }

    /** For the statuses of HTTP itself: 406, 415. */
    static BaseServerResponseException status(int status, String why) {
        return new UnclassifiedServerFailureException(status, why, outcome(IssueType.NOTSUPPORTED, why));
    }

    /** Answers with an OperationOutcome and a status: about nobody and nothing, so no record is needed. */
    public static void write(HttpServletResponse response, int status, IssueType type, String why) throws IOException {
        response.setStatus(status);
        response.setContentType("application/fhir+json;charset=UTF-8");
        response.getOutputStream()
                .write(FhirContext.forR4Cached()
                        .newJsonParser()
                        .encodeResourceToString(outcome(type, why))
                        .getBytes(StandardCharsets.UTF_8));
    }

    /** Answers 429 (RFC 6585, section 4): too many requests. */
    public static void tooMany(HttpServletResponse response, RequestLimits.Refused refused) throws IOException {
        response.setHeader("Retry-After", Long.toString(refused.seconds()));
        write(response, 429, IssueType.THROTTLED, "Too many requests; try again later");
    }

    /** An OperationOutcome with one error. */
    public static OperationOutcome outcome(IssueType type, String diagnostics) {
        OperationOutcome outcome = new OperationOutcome();
        outcome.addIssue().setSeverity(IssueSeverity.ERROR).setCode(type).setDiagnostics(diagnostics);
        return outcome;
    }
}
