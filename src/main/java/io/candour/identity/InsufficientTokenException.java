package io.candour.identity;

/** A token that is genuine but names no caller this server knows how to serve. Its message may be shown. */
public final class InsufficientTokenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InsufficientTokenException(String message) {
        super(message);
    }
}
