package io.candour.portal;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * As what a visitor asks the server. One person may be a patient, act for another and work in a practice; the server takes
 * a token's scopes for what they are at the moment, so each page asks with a token of those scopes alone that it needs.
 */
enum Acting {
    /** For oneself, as a patient. */
    SELF("openid patient/*.cruds"),
    /** For somebody else, as a carer. */
    CARER("openid patient/*.cruds acts-for"),
    /** As staff: clinicians, guardians, auditors, researchers. */
    STAFF("openid user/*.cruds"),
    /** As anybody, signed in or not: without a token. */
    ANYBODY("");

    private static final String RECORD = "/record/";

    private final String scopes;

    Acting(String scopes) {
        this.scopes = scopes;
    }

    Set<String> scopes() {
        return scopes.isEmpty() ? Set.of() : Set.of(scopes.split(" "));
    }

    /** What is asked for at sign-in: the issuer leaves out what is not for this account. */
    static Set<String> allScopes() {
        return Stream.of(values()).flatMap(acting -> acting.scopes().stream()).collect(Collectors.toUnmodifiableSet());
    }

    /** As its path says. */
    static Acting of(HttpServletRequest request) {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        if (path.startsWith("/staff") || path.startsWith("/guardian") || path.startsWith("/research")) {
            return STAFF;
        }
        if (path.startsWith("/programmes")) {
            return ANYBODY;
        }
        boolean own =
                !path.startsWith(RECORD) || path.equals(RECORD + Whose.ME) || path.startsWith(RECORD + Whose.ME + "/");
        return own ? SELF : CARER;
    }
}
