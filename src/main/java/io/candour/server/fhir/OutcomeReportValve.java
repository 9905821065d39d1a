package io.candour.server.fhir;

import io.candour.enforcement.Refusal;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.jspecify.annotations.Nullable;

/**
 * What the web server refuses before anybody here sees it (a URL that is too long, or none) as an OperationOutcome, or as
 * a page to who reads pages.
 */
final class OutcomeReportValve extends ErrorReportValve {
    private final Function<Request, Optional<String>> pages;

    /** @param pages where a browser is led to instead */
    OutcomeReportValve(Function<Request, Optional<String>> pages) {
        this.pages = pages;
    }

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        try {
            boolean ours = status >= 500;
            Optional<String> page = ours ? Optional.empty() : pages.apply(request);
            if (page.isPresent()) {
                response.sendRedirect(page.get());
                response.finishResponse();
                return;
            }
            Refusal.write(
                    response,
                    status,
                    ours ? IssueType.EXCEPTION : IssueType.INVALID,
                    ours ? "The server failed" : "The request cannot be read");
            response.finishResponse();
        } catch (IOException | IllegalStateException gone) {
            getContainer().getLogger().debug("Nobody was left to be told of a refusal");
        }
    }
}
