package io.candour.portal;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/**
 * Paths that the web server or the firewall refuses before any page sees them. People get there by a link that somebody
 * mistyped, and are led to the page that helps: by a redirect, since an answer given there would lack the headers that
 * pages have.
 */
public final class OddPaths {

    /** Where to go instead; empty where this is no page's path, or no browser's. Never made out of what was asked for. */
    public Optional<String> instead(HttpServletRequest request) {
        String accepted = request.getHeader(HttpHeaders.ACCEPT);
        return accepted != null
                        && accepted.contains(MediaType.TEXT_HTML_VALUE)
                        && Paths.ofPages(request.getRequestURI())
                ? Optional.of(Paths.PROBLEM)
                : Optional.empty();
    }
}
