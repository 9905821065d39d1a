package io.candour.server.command;

/** The token endpoint answered, and gives no token; the message says why in its words. */
final class TokenRefused extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    TokenRefused(String reason) {
        super(reason);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
