package io.candour.identity;

/** A token that is genuine and has not expired, but comes of a log-in that the issuer has ended. */
public final class SessionEndedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SessionEndedException() {
        // Whoever holds such a token can cause any number of these; nobody reads their stack.
        super("the session has ended", null, false, false);
    }
}
