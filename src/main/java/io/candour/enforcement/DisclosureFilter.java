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
import io.candour.identity.SessionEndedException;
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
 *
 * <p>Who asks too often is refused before anything is looked up. Of such refusals the first of a run is recorded and the
 * rest are counted, so that nobody fills a log that nobody may delete by asking still more often.
 */
public final class DisclosureFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = LoggerFactory.getLogger(DisclosureFilter.class);
    private static final int TOO_MANY = 429;
    private static final String REQUEST_ID = "X-Request-ID";

    private final transient TokenReader tokens;
    private final transient AccessLog log;
    private final transient RequestLimits limits;
    private final transient WriteQueue writes;
    private final long maxBody;

    /** @param maxBody largest request body in bytes */
    public DisclosureFilter(TokenReader tokens, AccessLog log, RequestLimits limits, WriteQueue writes, long maxBody) {
        this.tokens = tokens;
        this.log = log;
        this.limits = limits;
        this.writes = writes;
        this.maxBody = maxBody;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String requestId = request.getHeader(REQUEST_ID);
        LimitedRequest limited = new LimitedRequest(request, maxBody);
        try {
            Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
            if (!(authentication instanceof JwtAuthenticationToken token)) {
                chain.doFilter(limited, response);
                return;
            }
            Optional<RequestLimits.Refused> over = limits.request(token.getName(), client(token));
            if (over.isPresent()) {
                if (over.get().first()) {
                    recordStranger(token, request, requestId, TOO_MANY);
                }
                Refusal.tooMany(response, over.get());
                return;
            }
            Exchange exchange = exchange(token, request, requestId);
            exchange.attachTo(limited);
            RecordedResponse recorded = new RecordedResponse(response, exchange);
            if (request.getMethod().equals("GET")) {
                try (AccessLog.Coming coming = log.coming()) {
                    chain.doFilter(limited, recorded);
                }
            } else {
                inTurn(limited, recorded, chain);
            }
            // An answer without a body passed no gate of the response yet.
            exchange.recordBare(recorded.getStatus());
        } catch (SessionEndedException e) {
            response.setHeader("WWW-Authenticate", Refusal.SESSION_ENDED);
            Refusal.write(response, 401, IssueType.LOGIN, "You have logged out, or were logged out: log in again");
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

    private Exchange exchange(JwtAuthenticationToken token, HttpServletRequest request, String requestId) {
        try {
            return new Exchange(
                    requestId,
                    request.getRemoteAddr(),
                    log,
                    tokens.readAsKnown(token.getToken()),
                    () -> tokens.read(token.getToken()));
        } catch (InsufficientTokenException stranger) {
            recordStranger(token, request, requestId, HttpServletResponse.SC_FORBIDDEN);
            throw stranger;
        } catch (SessionEndedException ended) {
            recordStranger(token, request, requestId, HttpServletResponse.SC_UNAUTHORIZED);
            throw ended;
        }
    }

    private static String client(JwtAuthenticationToken token) {
        return Optional.ofNullable(token.getToken().getClaimAsString("azp")).orElse("");
    }

    /** A genuine token that goes with nothing here, or no longer: its refusal is in the log as any other. */
    private void recordStranger(
            JwtAuthenticationToken token, HttpServletRequest request, String requestId, int status) {
        Agent agent = new Agent(
                Agent.Kind.UNKNOWN,
                token.getName(),
                token.getName(),
                List.of(),
                Optional.empty(),
                client(token),
                request.getRemoteAddr(),
                false);
        Asked asked = new Asked(Interaction.OTHER.code(), QueryShape.NONE, Optional.empty());
        log.record(new AccessRecord(
                requestId, agent, asked, new TreeSet<>(), List.of(), Grounds.NONE, Outcome.REFUSED, status));
    }

    private static void unavailable(HttpServletResponse response, long retryAfterSeconds) throws IOException {
        if (!response.isCommitted()) {
            response.resetBuffer();
            response.setHeader("Retry-After", Long.toString(retryAfterSeconds));
            Refusal.write(response, 503, IssueType.TRANSIENT, "The server cannot answer right now; try again");
        }
    }
}
