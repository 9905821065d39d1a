package io.candour.server.command;

/** A file cannot be loaded; the message says why, and where in the file. */
final class UnreadableFile extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    UnreadableFile(String reason) {
        super(reason);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
