package io.candour.server.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.candour.audit.LogDatabase;
import io.candour.audit.SampleLog;
import io.candour.audit.Verification;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerifyLogCommandTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static SampleLog log;

    @BeforeAll
    static void keepKeyAndCheckpointOutside() throws Exception {
        log = SampleLog.make();
        Files.writeString(
                folder.resolve("key.pem"),
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(log.key().getPublic().getEncoded())
                        + "\n-----END PUBLIC KEY-----\n");
        Files.writeString(folder.resolve("checkpoint.txt"), log.outside().toString());
        Files.writeString(folder.resolve("nonsense.txt"), "nonsense");
    }

    @Test
    void verifyWhenTheLogHoldsThenSaysWhatIsCoveredAndWhatCannotBeFound() {
        ImportFixture.Run run =
                verify(log.database(), folder.resolve("checkpoint.txt").toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("The log holds: 72 records in", "with all that checkpoint 3 of")
                .contains(Verification.LIMITS);
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void verifyWhenARecordWasChangedThenNamesThePlace() throws SQLException {
        LogDatabase changed = log.database().copy();
        changed.execute("update candour.access_record set client = 'other' where request_id = 'r1-2-3'");

        ImportFixture.Run run = verify(changed, folder.resolve("checkpoint.txt").toString());

        assertThat(run.out())
                .containsPattern("The log does not hold: a row of batch \\d+ of writer \\d+ was changed\\.")
                .contains(Verification.LIMITS);
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void verifyWhenTheLogWasCutBackBehindTheCheckpointThenFound() throws SQLException {
        LogDatabase cut = log.database().copy();
        cut.execute("delete from candour.access_checkpoint where number = 3");

        ImportFixture.Run run = verify(cut, folder.resolve("checkpoint.txt").toString());

        assertThat(run.out()).contains("checkpoint 3, held outside, is missing");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void verifyWhenTheCheckpointIsFetchedThenTheSame() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/kept", exchange -> {
            byte[] text = log.outside().toString().getBytes(UTF_8);
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
            exchange.close();
        });
        server.start();
        try {
            String base = "http://127.0.0.1:" + server.getAddress().getPort();

            assertThat(verify(log.database(), base + "/kept").exitCode()).isZero();
            assertIsRefused(verify(log.database(), base + "/other"), "answers HTTP 404");
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--checkpoint, nonsense.txt, holds no checkpoint of the access log",
        "--checkpoint, missing.txt, --checkpoint: cannot read",
        "--checkpoint, http://127.0.0.1:1/x, --checkpoint: cannot fetch",
        "--key, nonsense.txt, is not an Ed25519 public key",
        "--key, missing.txt, --key: cannot read",
        "--database, jdbc:postgresql://127.0.0.1:1/none, --database: the log cannot be read",
        "--database, jdbc:mysql://x/y, begins with jdbc:postgresql:",
        "--user, nobody, --database: the log cannot be read",
        "--user, , '--user'",
    })
    void verifyWhenSomethingCannotBeReadThenSaysNothingOfTheLog(String option, @Nullable String value, String message) {
        List<String> arguments =
                arguments(log.database(), folder.resolve("checkpoint.txt").toString());
        arguments.removeIf(argument -> argument.startsWith(option + "="));
        if (value != null) {
            arguments.add(option + "=" + (value.endsWith(".txt") ? folder.resolve(value) : value));
        }

        assertIsRefused(ImportFixture.run(arguments), message);
    }

    private static void assertIsRefused(ImportFixture.Run run, String message) {
        assertThat(run.err()).contains(message).hasLineCount(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.exitCode()).isEqualTo(2);
    }

    private static ImportFixture.Run verify(LogDatabase database, String checkpoint) {
        return ImportFixture.run(arguments(database, checkpoint));
    }

    private static List<String> arguments(LogDatabase database, String checkpoint) {
        return new ArrayList<>(List.of(
                "verify-log",
                "--database=" + database.url(),
                "--user=" + LogDatabase.AUDITING,
                "--key=" + folder.resolve("key.pem"),
                "--checkpoint=" + checkpoint,
                "--quiet"));
    }
}
