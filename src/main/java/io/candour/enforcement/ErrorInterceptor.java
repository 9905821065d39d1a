package io.candour.enforcement;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.InternalErrorException;
import ca.uhn.fhir.rest.server.exceptions.PayloadTooLargeException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import io.candour.audit.AccessLogUnavailableException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives every failure one of a few faces before it is shown, and tells operators the rest.
 *
 * <p>HAPI's texts can quote SQL, ids and stored values; of them only those of a malformed request pass.
 */
@Interceptor
public final class ErrorInterceptor {
    private static final Logger LOGGER = LoggerFactory.getLogger(ErrorInterceptor.class);
    /** How HAPI's parser names the element it could not read. */
    private static final Pattern ELEMENT = Pattern.compile("\\[element=\"([^\"]+)\"]");

    private static final Set<Integer> ABOUT_THE_REQUEST = Set.of(400, 422);

    @Hook(Pointcut.SERVER_PRE_PROCESS_OUTGOING_EXCEPTION)
    public BaseServerResponseException face(
            Throwable failure, ServletRequestDetails details, HttpServletRequest request) {
        // Whatever was asked for, a refusal is JSON.
        details.removeParameter(Constants.PARAM_FORMAT);
        if (failure instanceof AccessLogUnavailableException unavailable) {
            // Not even a refusal leaves unrecorded; the filter says so.
            throw unavailable;
        }
        if (Failures.numberTaken(failure)) {
            return Refusal.unprocessable(
                    "Patient.identifier", IssueType.DUPLICATE, "Another record already holds this NHS number");
        }
        if (Failures.overtaken(failure)) {
            return Refusal.conflict(409);
        }
        if (failure instanceof BaseServerResponseException refusal) {
            if (refusal.getOperationOutcome() != null || refusal instanceof PayloadTooLargeException) {
                return refusal;
            }
            int status = refusal.getStatusCode();
            if (status == 409 || status == 412) {
                return Refusal.conflict(status);
            }
            if (ABOUT_THE_REQUEST.contains(status)) {
                return aboutTheRequest(refusal, details);
            }
            if (status == 404 || status == 410) {
                return Refusal.notFound();
            }
            if (status < 500) {
                return Refusal.unsupported("This server does not answer this kind of request");
            }
        }
        if (Failures.databaseAway(failure)) {
            LOGGER.warn("Request {}: the database is away", details.getRequestId());
            return Refusal.unavailable("The server cannot answer right now; try again");
        }
        LOGGER.error("Request {} failed: {}", details.getRequestId(), Failures.describe(failure));
        String text = "The server failed; request " + Gate.printable(String.valueOf(request.getHeader("X-Request-ID")));
        InternalErrorException face = new InternalErrorException(text);
        face.setOperationOutcome(Refusal.outcome(IssueType.EXCEPTION, text));
        return face;
    }

    private static BaseServerResponseException aboutTheRequest(
            BaseServerResponseException refusal, ServletRequestDetails details) {
        String text = String.valueOf(refusal.getMessage()).replaceAll("HAPI-\\d+: ", "");
        OperationOutcome outcome = Refusal.outcome(IssueType.INVALID, text);
        Matcher element = ELEMENT.matcher(text);
        if (element.find()) {
            outcome.getIssueFirstRep().addExpression(element.group(1));
        } else if (text.contains("must contain an ID element")) {
            outcome.getIssueFirstRep().addExpression(details.getResourceName() + ".id");
        }
        refusal.setOperationOutcome(outcome);
        return refusal;
    }
}
