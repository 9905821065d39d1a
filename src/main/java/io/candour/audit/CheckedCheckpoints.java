package io.candour.audit;

import java.security.PublicKey;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The database's checkpoints, each signed, each on the one before, and the one held outside among them. */
final class CheckedCheckpoints {

    private final Map<Integer, Map<Long, Hash>> heads = new HashMap<>();
    private final Set<Hash> hashes = new HashSet<>(Set.of(Hash.ZERO));
    private final List<Restore> restores = new ArrayList<>();
    private Instant closed = Instant.EPOCH;
    private long last;

    /** @param last what the restored database still held; what came after it up to {@code until} is lost */
    private record Restore(long declaredBy, long last, long until) {}

    static CheckedCheckpoints of(Connection connection, Collection<PublicKey> keys, Optional<SignedCheckpoint> outside)
            throws SQLException, LogFault {
        if (outside.isPresent() && !outside.get().isSignedBy(keys)) {
            throw new LogFault("the checkpoint held outside is signed by none of the keys given");
        }
        CheckedCheckpoints checked = new CheckedCheckpoints();
        Hash previous = Hash.ZERO;
        boolean met = outside.isEmpty();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select number, body, signature from candour.access_checkpoint order by number")) {
            while (rows.next()) {
                Checkpoint next = check(rows, keys, checked.last, previous);
                if (outside.isPresent() && outside.get().number() == next.number()) {
                    if (!outside.get().checkpoint().equals(next)) {
                        throw new LogFault("checkpoint " + next.number() + " is not the one held outside");
                    }
                    met = true;
                }
                checked.add(next);
                previous = next.hash();
            }
        }
        if (!met) {
            throw checked.missing(outside.orElseThrow().number());
        }
        return checked;
    }

    private static Checkpoint check(ResultSet row, Collection<PublicKey> keys, long last, Hash previous)
            throws SQLException, LogFault {
        long number = last + 1;
        SignedCheckpoint signed;
        try {
            signed = SignedCheckpoint.stored(row.getString("body"), row.getBytes("signature"));
        } catch (IllegalArgumentException e) {
            throw new LogFault("checkpoint " + number + " can't be read");
        }
        Checkpoint checkpoint = signed.checkpoint();
        boolean follows = checkpoint
                .lost()
                .map(until -> checkpoint.number() > Math.max(last, until.number()))
                .orElse(checkpoint.number() == number);
        if (row.getLong("number") != checkpoint.number() || !follows) {
            throw new LogFault("checkpoint " + number + " is missing");
        }
        if (!signed.isSignedBy(keys)) {
            throw new LogFault("checkpoint " + checkpoint.number() + " is signed by none of the keys given");
        }
        if (!checkpoint.previous().equals(previous)) {
            throw new LogFault("checkpoint " + checkpoint.number() + " does not follow the one before");
        }
        return checkpoint;
    }

    /** What is said of a checkpoint held outside that is not here: whether an operator has said so before. */
    private LogFault missing(long number) {
        String missing = "checkpoint " + number + ", held outside, is missing";
        return restores.stream()
                .filter(each -> each.until() >= number)
                .findFirst()
                .map(each -> new LogFault(missing + ": checkpoint " + each.declaredBy() + " declares that the database"
                        + " was restored, and lost what came after checkpoint " + each.last()))
                .orElseGet(() -> new LogFault(missing));
    }

    private void add(Checkpoint next) {
        next.lost().ifPresent(until -> restores.add(new Restore(next.number(), last, until.number())));
        last = next.number();
        hashes.add(next.hash());
        next.closes().filter(until -> until.isAfter(closed)).ifPresent(until -> closed = until);
        next.heads().forEach(head -> heads.computeIfAbsent(head.writer(), writer -> new HashMap<>())
                .put(head.sequence(), head.hash()));
    }

    long last() {
        return last;
    }

    /** Rows of before this may have been dropped, by the owner's signed word. */
    Instant closed() {
        return closed;
    }

    boolean isStart(Hash previous) {
        return hashes.contains(previous);
    }

    /** The hash that a batch must have by some checkpoint; each is asked for once. */
    Optional<Hash> takeHead(int writer, long sequence) {
        return Optional.ofNullable(heads.getOrDefault(writer, new HashMap<>()).remove(sequence));
    }

    /** A batch that some checkpoint covers and nobody asked for. */
    Optional<String> missing() {
        return heads.entrySet().stream()
                .flatMap(writer -> writer.getValue().keySet().stream()
                        .map(sequence -> "batch " + sequence + " of writer " + writer.getKey() + " is missing"))
                .findFirst();
    }
}
