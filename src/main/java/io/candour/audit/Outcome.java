package io.candour.audit;

/** How a request ended. */
public enum Outcome {
    PERMITTED,
    /** Understood and denied. */
    REFUSED,
    /** Not understood or not supported. */
    BAD_REQUEST,
    /** The server's fault. */
    FAILED
}
