package io.candour.audit;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The record could not be made durable in time, so nothing may leave. After a lost connection the row may turn out to be
 * in the log all the same: it then tells of an answer that was never given, never the reverse.
 */
public final class AccessLogUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    AccessLogUnavailableException(String message, Duration retryAfter, @Nullable Throwable cause) {
        super(message, cause);
        this.retryAfter = retryAfter;
    }

    /** When the caller may try again: for HTTP's Retry-After. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
