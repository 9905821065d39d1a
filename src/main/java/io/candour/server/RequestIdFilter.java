package io.candour.server;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.MDC;

/**
 * Gives every request its id before anything else sees it: the caller's own {@code X-Request-ID} where it can be one, else
 * a new one. The answer carries it, whatever becomes of the request; so do its access record and each line that this
 * server logs meanwhile ({@code http.request.id}, as ECS names it).
 */
final class RequestIdFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final String HEADER = "X-Request-ID";
    private static final String LOGGED_AS = "http.request.id";

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String id = Optional.ofNullable(request.getHeader(HEADER))
                .filter(given -> given.matches("[A-Za-z0-9._-]{1,64}"))
                .orElseGet(() -> UUID.randomUUID().toString());
        response.setHeader(HEADER, id);
        try (MDC.MDCCloseable logged = MDC.putCloseable(LOGGED_AS, id)) {
            chain.doFilter(new Named(request, id), response);
        }
    }

    private static final class Named extends HttpServletRequestWrapper {
        private final String id;

        Named(HttpServletRequest request, String id) {
            super(request);
            this.id = id;
        }

        @Override
        public String getHeader(String name) {
            return HEADER.equalsIgnoreCase(name) ? id : super.getHeader(name);
        }
    }
}
