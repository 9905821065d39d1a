package io.candour.audit;

import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.KeyPair;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** A small log with everything in it: two writers at a time, a later one, sealed writes, three checkpoints. */
public record SampleLog(LogDatabase database, KeyPair key, SignedCheckpoint outside) {

    public static SampleLog make() throws SQLException {
        LogDatabase database = LogDatabase.fresh();
        KeyPair key = Keys.ed25519();
        Checkpoints checkpoints = new Checkpoints(database.source(LogDatabase.SERVING), key.getPrivate());
        SignedCheckpoint latest = null;
        for (int round = 0; round < 3; round++) {
            try (PostgresAccessLog one = start(database);
                    PostgresAccessLog two = start(database)) {
                for (int burst = 0; burst < 4; burst++) {
                    String name = "r" + round + "-" + burst + "-";
                    List<CompletableFuture<RecordId>> answers = IntStream.range(0, 6)
                            .mapToObj(i -> (i % 2 == 0 ? one : two).submit(Records.search(name + i, "p" + i)))
                            .toList();
                    answers.forEach(CompletableFuture::join);
                    try (Connection transaction = database.serving()) {
                        transaction.setAutoCommit(false);
                        one.writeInTransaction(transaction, List.of(Records.write(name + "w", "ann")));
                        transaction.commit();
                    }
                }
                await().until(() -> database.count("candour.access_unsealed") == 0);
            }
            latest = checkpoints.take().orElseThrow();
        }
        return new SampleLog(database, key, Objects.requireNonNull(latest));
    }

    /** In so many pieces that whatever was tampered with is likely at a seam. */
    Verification verify(LogDatabase in) throws SQLException {
        return verify(in, 3, 5);
    }

    Verification verify(LogDatabase in, int readers, int rowsASpan) throws SQLException {
        return new LogVerifier(in::serving, List.of(key.getPublic()), rows -> {}, readers, rowsASpan)
                .verify(Optional.of(outside));
    }

    private static PostgresAccessLog start(LogDatabase database) {
        return PostgresAccessLog.start(
                AccessLogSettings.named("sample"),
                database::serving,
                (connection, decisions) -> Set.of(),
                new SimpleMeterRegistry());
    }
}
