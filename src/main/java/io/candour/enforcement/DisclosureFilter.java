package io.candour.enforcement;

import io.candour.audit.AccessLog;
import io.candour.audit.AccessLogUnavailableException;
import io.candour.audit.AccessRecord;
import io.candour.audit.Agent;
import io.candour.audit.Asked;
import io.candour.audit.Grounds;
import io.candour.audit.Outcome;
import io.candour.audit.QueryShape;
import io.candour.identity.InsufficientTokenException;
import io.candour.identity.TokenReader;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/**
 * First behind the verification of tokens: gives each request its caller and its way out. Its id it has already, in the
 * header {@code X-Request-ID}.
 *
 * <p>A request whose token was verified travels as an {@link Exchange}, and its answer leaves through a {@link
 * RecordedResponse}. Without a token only metadata is reached, and there is nobody to record.
 */
public final class DisclosureFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = LoggerFactory.getLogger(DisclosureFilter.class);
    private static final String REQUEST_ID = "X-Request-ID";

    private final transient TokenReader tokens;
    private final transient AccessLog log;
    private final transient WriteQueue writes;
    private final long maxBody;

    /** @param maxBody largest request body in bytes */
    public DisclosureFilter(TokenReader tokens, AccessLog log, WriteQueue writes, long maxBody) {
        this.tokens = tokens;
        this.log = log;
        this.writes = writes;
        this.maxBody = maxBody;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String requestId = request.getHeader(REQUEST_ID);
        LimitedRequest limited = new LimitedRequest(request, maxBody);
        try {
            Optional<Exchange> exchange = exchange(request, requestId);
            if (exchange.isEmpty()) {
                chain.doFilter(limited, response);
                return;
            }
            exchange.get().attachTo(limited);
            RecordedResponse recorded = new RecordedResponse(response, exchange.get());
            inTurn(limited, recorded, chain);
            // An answer without a body passed no gate of the response yet.
            exchange.get().recordBare(recorded.getStatus());
        } catch (InsufficientTokenException e) {
            Refusal.write(response, 403, IssueType.FORBIDDEN, String.valueOf(e.getMessage()));
        } catch (AccessLogUnavailableException e) {
            LOGGER.warn("Request {} was not answered: the access log is unavailable", requestId);
            unavailable(response, Math.max(1, e.retryAfter().toSeconds()));
        } catch (DataAccessException e) {
            LOGGER.warn("Request {} was not answered: {}", requestId, Failures.describe(e));
            unavailable(response, 1);
        }
    }

    private void inTurn(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<WriteQueue.Turn> turn = writes.enter(request);
        if (turn.isEmpty()) {
            response.setHeader("Retry-After", "2");
            Refusal.write(response, 503, IssueType.THROTTLED, "Too much is being written right now; try again");
            return;
        }
        try (WriteQueue.Turn held = turn.get()) {
            chain.doFilter(request, response);
        }
    }

    private Optional<Exchange> exchange(HttpServletRequest request, String requestId) {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (!(authentication instanceof JwtAuthenticationToken token)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Exchange(
                    requestId,
                    request.getRemoteAddr(),
                    log,
                    tokens.readAsKnown(token.getToken()),
                    () -> tokens.read(token.getToken())));
        } catch (InsufficientTokenException stranger) {
            recordStranger(token, request, requestId);
            throw stranger;
        }
    }

    /** A genuine token that goes with nothing here: its refusal is in the log as any other. */
    private void recordStranger(JwtAuthenticationToken token, HttpServletRequest request, String requestId) {
        Agent agent = new Agent(
                Agent.Kind.UNKNOWN,
                token.getName(),
                token.getName(),
                List.of(),
                Optional.empty(),
                Optional.ofNullable(token.getToken().getClaimAsString("azp")).orElse(""),
                request.getRemoteAddr(),
                false);
        Asked asked = new Asked(Interaction.OTHER.code(), QueryShape.NONE, Optional.empty());
        log.record(new AccessRecord(
                requestId, agent, asked, new TreeSet<>(), List.of(), Grounds.NONE, Outcome.REFUSED, 403));
    }

    private static void unavailable(HttpServletResponse response, long retryAfterSeconds) throws IOException {
        if (!response.isCommitted()) {
            response.resetBuffer();
            response.setHeader("Retry-After", Long.toString(retryAfterSeconds));
            Refusal.write(response, 503, IssueType.TRANSIENT, "The server cannot answer right now; try again");
        }
    }
}
