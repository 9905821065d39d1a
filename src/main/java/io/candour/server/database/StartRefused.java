package io.candour.server.database;

/** The server does not start as it is configured: what is wrong, and what to do about it. */
public final class StartRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String action;

    public StartRefused(String problem, String action) {
        super(problem);
        this.action = action;
    }

    String action() {
        return action;
    }
}
