package io.candour.portal;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;

/** Which of the server's paths are pages. */
final class Paths {
    static final String HOME = "/home";
    static final String SIGN_IN = "/sign-in";
    static final String REGISTRATION = "portal";
    static final String STRONGER = "stronger";
    static final String SIGNED_IN = "/signed-in";
    static final String SIGN_OUT = "/sign-out";
    static final String SIGNED_OUT = "/signed-out";
    static final String TIMED_OUT = "/timed-out";
    static final String SESSION = "/session";
    static final String ASSETS = "/assets/";
    static final String PROBLEM = "/problem";

    /** The most asked first: each request to the API passes here. */
    private static final List<String> OTHERS = List.of("/fhir/", "/actuator/", "/.well-known/", "/backchannel-logout");

    private Paths() {}

    /** Of the request; the API's own answer their own way, pages or not. */
    static boolean ofPages(HttpServletRequest request) {
        return ofPages(of(request));
    }

    static boolean ofPages(String path) {
        for (String other : OTHERS) {
            if (path.startsWith(other)) {
                return false;
            }
        }
        return !path.equals("/fhir") && !path.equals("/actuator");
    }

    static String of(HttpServletRequest request) {
        return request.getRequestURI().substring(request.getContextPath().length());
    }
}
