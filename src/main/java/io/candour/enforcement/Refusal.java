package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.UnclassifiedServerFailureException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

    static BaseServerResponseException forbidden(String why) {
        return new ForbiddenOperationException(why, outcome(IssueType.FORBIDDEN, why));
    }

    static BaseServerResponseException unsupported(String what) {
        return new InvalidRequestException(what, outcome(IssueType.NOTSUPPORTED, what));
    }

    /** @param element the parameter or FHIRPath that is at fault */
    static BaseServerResponseException invalid(String element, String why) {
        OperationOutcome outcome = outcome(IssueType.INVALID, why);
        outcome.getIssueFirstRep().addExpression(element);
        return new InvalidRequestException(why, outcome);
    }

    /** @param element FHIRPath of what the server will not store */
    static BaseServerResponseException unprocessable(String element, IssueType type, String why) {
        OperationOutcome outcome = outcome(type, why);
        outcome.getIssueFirstRep().addExpression(element);
        return new UnprocessableEntityException(why, outcome);
    }

    static BaseServerResponseException unavailable(String what) {
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

    /** An OperationOutcome with one error. */
    public static OperationOutcome outcome(IssueType type, String diagnostics) {
        OperationOutcome outcome = new OperationOutcome();
        outcome.addIssue().setSeverity(IssueSeverity.ERROR).setCode(type).setDiagnostics(diagnostics);
        return outcome;
    }
}
