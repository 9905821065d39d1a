package io.candour.audit;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A record on its way into the log, and the one who waits for it. */
record Waiting(AccessRecord record, UUID id, long deadlineNanos, CompletableFuture<RecordId> answer) {

    Waiting(AccessRecord record, Duration patience) {
        this(record, UUID.randomUUID(), System.nanoTime() + patience.toNanos(), new CompletableFuture<>());
    }

    boolean isAwaited() {
        return !answer.isDone();
    }

    boolean isOverdue() {
        return System.nanoTime() - deadlineNanos > 0;
    }

    void durable(long atMicros) {
        answer.complete(RecordRow.id(atMicros, id));
    }

    void stale() {
        answer.completeExceptionally(new StaleDecisionException());
    }

    void unavailable(String reason, @Nullable Throwable cause) {
        answer.completeExceptionally(new AccessLogUnavailableException(reason, Duration.ofSeconds(2), cause));
    }
}
