package io.candour.server;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.ResourceType;

/**
 * Times each request ({@code candour.requests}), and where requests are traced begins a trace with it.
 *
 * <p>INVARIANT: what is told of a request is one of a list made beforehand: its method, the type of resource that its path
 * begins with, its status. Nothing that a client wrote, and no exception's message, since either may say whose record it
 * is.
 */
final class RequestObservationFilter extends HttpFilter {
    static final String NAME = "candour.requests";

    private static final long serialVersionUID = 1L;
    private static final String FHIR = "/fhir";
    private static final String PAGE = "page";
    private static final String SYSTEM = "system";
    static final String OTHER = "other";
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS");
    private static final Set<String> TYPES =
            Stream.of(ResourceType.values()).map(ResourceType::name).collect(Collectors.toUnmodifiableSet());

    private final transient ObservationRegistry registry;

    RequestObservationFilter(ObservationRegistry registry) {
        this.registry = registry;
    }

    /** A type of resource, {@code system} for the FHIR base itself, {@code page} beside it, or {@code other}. */
    static String resource(String path) {
        if (!path.equals(FHIR) && !path.startsWith(FHIR + "/")) {
            return PAGE;
        }
        String inside = path.substring(FHIR.length()).replaceFirst("^/", "");
        String first = inside.substring(0, inside.indexOf('/') < 0 ? inside.length() : inside.indexOf('/'));
        if (first.isEmpty() || first.equals("metadata")) {
            return SYSTEM;
        }
        return TYPES.contains(first) ? first : OTHER;
    }

    /** Whether this may be told of a request as its method. */
    static boolean isMethod(String text) {
        return METHODS.contains(text) || text.equals(OTHER);
    }

    /** Whether this may be told of a request as what {@link #resource} finds. */
    static boolean isResource(String text) {
        return TYPES.contains(text) || text.equals(PAGE) || text.equals(SYSTEM) || text.equals(OTHER);
    }

    /** Whether a request may be called so: a method and a resource. */
    static boolean isName(String text) {
        int space = text.indexOf(' ');
        return space > 0 && isMethod(text.substring(0, space)) && isResource(text.substring(space + 1));
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        // Whoever watches the server is no load.
        if (request.getRequestURI().startsWith("/actuator/")) {
            chain.doFilter(request, response);
            return;
        }
        String method = METHODS.contains(request.getMethod()) ? request.getMethod() : OTHER;
        String resource = resource(request.getRequestURI());
        Observation observation = Observation.createNotStarted(NAME, registry)
                .contextualName(method + " " + resource)
                .lowCardinalityKeyValue("method", method)
                .lowCardinalityKeyValue("resource", resource)
                .start();
        String status = "500";
        try (Observation.Scope ours = observation.openScope()) {
            chain.doFilter(request, response);
            status = Integer.toString(response.getStatus());
        } finally {
            observation.lowCardinalityKeyValue("status", status).stop();
        }
    }
}
