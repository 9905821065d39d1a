package io.candour.audit;

import java.util.ArrayList;
import java.util.List;

/**
 * Where one writer's chain stands. Confined to the writer's thread.
 *
 * <p>INVARIANT: while a commit's fate is unknown nothing is linked but fences, all with the sequence number of the
 * attempt in doubt; the primary key (writer, sequence) lets at most one of them be true.
 */
final class Chain {

    private record Attempt(Batch batch, List<Waiting> waiting) {}

    private final int writer;
    private final List<Attempt> inDoubt = new ArrayList<>();
    private long next;
    private Hash head;

    Chain(int writer, Hash start) {
        this.writer = writer;
        this.head = start;
    }

    int writer() {
        return writer;
    }

    long next() {
        return next;
    }

    Hash head() {
        return head;
    }

    Batch link(Batch.Kind kind, long atMicros, int size, Hash content) {
        return new Batch(writer, next, atMicros, kind, size, content, head);
    }

    /** The batch is committed; anyone who waits for an attempt in doubt is now to be tried again. */
    void advance(Batch batch) {
        next = batch.sequence() + 1;
        head = batch.hash();
    }

    void doubt(Batch batch, List<Waiting> waiting) {
        inDoubt.add(new Attempt(batch, List.copyOf(waiting)));
    }

    boolean isInDoubt() {
        return !inDoubt.isEmpty();
    }

    List<Waiting> undecided() {
        return inDoubt.stream().flatMap(attempt -> attempt.waiting().stream()).toList();
    }

    /** A fence took the sequence number: no attempt in doubt was or can be committed. Returns who must be tried again. */
    List<Waiting> fenced(Batch fence) {
        List<Waiting> again = undecided();
        inDoubt.clear();
        advance(fence);
        return again;
    }

    /** The database holds a batch with this hash at the sequence number in doubt. Returns who must be tried again. */
    List<Waiting> found(Hash stored) {
        Attempt committed = inDoubt.stream()
                .filter(attempt -> attempt.batch().hash().equals(stored))
                .findFirst()
                .orElseThrow(() -> new BrokenChainException(writer));
        committed.waiting().forEach(waiting -> waiting.durable(committed.batch().atMicros()));
        List<Waiting> again = undecided().stream().filter(Waiting::isAwaited).toList();
        inDoubt.clear();
        advance(committed.batch());
        return again;
    }
}
