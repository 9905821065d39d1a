package io.candour.story;

import static org.awaitility.Awaitility.await;

import io.candour.audit.Ed25519Keys;
import io.candour.audit.LogVerifier;
import io.candour.audit.SignedCheckpoint;
import io.candour.demo.DemoStack;
import io.candour.server.command.Commands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The access log of one database as an auditor holds it against checkpoints: by the command, with a login that reads.
 *
 * @param database JDBC URL
 * @param user may read the log
 * @param keys public keys that checkpoints are signed with, in files
 * @param server where checkpoints are published, without a slash at the end
 */
record LogProof(String database, String user, List<Path> keys, String server) {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    static LogProof of(DemoStack stack) {
        return new LogProof(
                stack.postgres().url(),
                stack.postgres().user(),
                List.of(stack.signingKey().publicKeyFile()),
                stack.webUrl());
    }

    /** The latest checkpoint, once there is one. */
    String published() {
        FhirClient anybody = new FhirClient(server + "/fhir", Optional.empty());
        String url = server + "/.well-known/candour-log-checkpoint";
        await().atMost(PATIENCE)
                .ignoreException(IOException.class)
                .until(() -> anybody.get(url).status() == 200);
        try {
            return anybody.get(url).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** One that covers all that was committed before this was called. */
    String publishedAfterNow() {
        long last = SignedCheckpoint.parse(published()).number();
        // The next one may have been begun before.
        await().atMost(PATIENCE).until(() -> SignedCheckpoint.parse(published()).number() > last + 1);
        return published();
    }

    /** The command's exit code: 0 where the log holds. */
    int verify(String checkpoint, Path folder) throws IOException {
        Path kept = Files.writeString(Files.createTempFile(folder, "checkpoint", ".txt"), checkpoint);
        List<String> arguments = new ArrayList<>(
                List.of("verify-log", "--database=" + database, "--user=" + user, "--checkpoint=" + kept, "--quiet"));
        keys.forEach(key -> arguments.add("--key=" + key));
        return Commands.run(arguments.toArray(String[]::new)).orElseThrow();
    }

    /** What does not hold, in the command's words; empty where all does. */
    Optional<String> fault(String checkpoint) throws IOException, SQLException {
        List<PublicKey> trusted = new ArrayList<>();
        for (Path key : keys) {
            trusted.add(Ed25519Keys.publicKey(Files.readString(key)));
        }
        return new LogVerifier(() -> DriverManager.getConnection(database, user, ""), trusted, rows -> {})
                .verify(Optional.of(SignedCheckpoint.parse(checkpoint)))
                .fault();
    }
}
