package io.candour.portal;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Around the pages: what fails outside of every controller is a page too, and no other path's business. Whichever page tells
 * of a failure has what was typed into the form.
 */
final class ProblemFilter extends OncePerRequestFilter {
    private static final Logger LOGGER = LoggerFactory.getLogger(ProblemFilter.class);

    private final Written written;

    ProblemFilter(Written written) {
        this.written = written;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        // What browsers send forms in, as pages are; they don't say so.
        request.setCharacterEncoding(StandardCharsets.UTF_8.name());
        if (!SignIn.isReading(request)) {
            written.showIn(request);
        }
        try {
            chain.doFilter(request, response);
        } catch (IssuerAway e) {
            LOGGER.warn("A visitor can't be signed in or out: {}", e.getMessage());
            show(Problem.AWAY, request, response);
        } catch (RuntimeException | ServletException e) {
            LOGGER.error("A page failed", e);
            show(Problem.FAILED, request, response);
        }
    }

    private static void show(Problem problem, HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (!response.isCommitted()) {
            response.resetBuffer();
            problem.show(request, response);
        }
    }
}
