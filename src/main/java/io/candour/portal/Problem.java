package io.candour.portal;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;

/** The pages for what goes wrong. Each says what the visitor can do, and nothing of what is stored. */
public enum Problem {
    /** What was sent can't be read. */
    BAD_REQUEST(400),
    /** The visit is over, or the page was too old. */
    EXPIRED(403),
    /** Another kind of visitor's page. */
    NOT_ALLOWED(403),
    /** This needs a stronger sign-in. */
    STRONGER(403),
    /** The blank face: never was, is no more, or is not for this visitor. */
    NOT_FOUND(404),
    /** A patient, of whom nothing is held. */
    NO_RECORD(404),
    /** The page is there, and not for this method. */
    NOT_LIKE_THIS(405),
    TOO_MANY(429),
    /** The sign-in came to nothing. */
    NOT_SIGNED_IN(400),
    /** Ours. */
    FAILED(500),
    /** A neighbour's; it may work the next time. */
    AWAY(503);

    static final String IN_REQUEST = Problem.class.getName();

    private final int status;

    Problem(int status) {
        this.status = status;
    }

    public int status() {
        return status;
    }

    /** How its messages are called: {@code problem.not-found.title} and so on. */
    public String key() {
        return "problem." + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Problem of(int status) {
        return switch (status) {
            case 400, 409, 412, 413, 415, 422 -> BAD_REQUEST;
            case 401, 403 -> NOT_ALLOWED;
            case 404, 410 -> NOT_FOUND;
            case 405 -> NOT_LIKE_THIS;
            case 429 -> TOO_MANY;
            case 503, 502, 504 -> AWAY;
            default -> FAILED;
        };
    }

    /** Answers with its page, from anywhere before the pages themselves. */
    void show(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
        request.setAttribute(IN_REQUEST, this);
        response.setStatus(status);
        request.getRequestDispatcher(Paths.PROBLEM).forward(request, response);
    }
}
