package io.candour.server.command;

import io.candour.audit.ConnectionSource;
import io.candour.audit.Ed25519Keys;
import io.candour.audit.LogVerifier;
import io.candour.audit.SignedCheckpoint;
import io.candour.audit.Verification;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Tells whether the access log still holds all that a checkpoint kept outside covers. */
@Command(
        name = "verify-log",
        sortOptions = false,
        description = {
            "Checks the access log against a signed checkpoint that was fetched earlier from"
                    + " /.well-known/candour-log-checkpoint and kept where nobody who runs the server can reach it.",
            "Reads only: a login that is a member of candour_auditing is enough, and the server may go on meanwhile."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:the log holds",
            "1:the log does not hold; the first bad place is named",
            "2:wrong usage, or the log or the checkpoint could not be read: nothing is said about it"
        })
final class VerifyLogCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--database",
            required = true,
            paramLabel = "URL",
            description = "The server's database: jdbc:postgresql://host/name")
    @SuppressWarnings("NullAway.Init")
    private String database;

    @Option(names = "--user", required = true, paramLabel = "NAME", description = "A login that may read the log.")
    @SuppressWarnings("NullAway.Init")
    private String user;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "File with its password; default: the environment variable CANDOUR_DATABASE_PASSWORD.")
    private Optional<Path> passwordFile = Optional.empty();

    @Option(
            names = "--key",
            required = true,
            paramLabel = "FILE",
            description = "Public key that checkpoints are signed with (PEM); once more for each key used before.")
    private List<Path> keys = List.of();

    @Option(
            names = "--checkpoint",
            required = true,
            paramLabel = "FILE|URL",
            description =
                    "The checkpoint held outside. One fetched from the server itself proves little: who can change"
                            + " the log can hand out an older one.")
    @SuppressWarnings("NullAway.Init")
    private String checkpoint;

    @Option(
            names = {"-q", "--quiet"},
            description = "Show no progress.")
    private boolean quiet;

    @Override
    public Integer call() throws InterruptedException {
        if (!database.startsWith("jdbc:postgresql:")) {
            throw wrong("--database: a JDBC URL of PostgreSQL begins with jdbc:postgresql:");
        }
        SignedCheckpoint outside = readCheckpoint();
        Properties login = login();
        PrintWriter out = spec.commandLine().getOut();
        Verification found;
        try {
            found = verify(outside, () -> DriverManager.getConnection(database, login));
        } catch (SQLException e) {
            throw wrong("--database: the log cannot be read: " + String.valueOf(e.getMessage()));
        }
        tell(found, outside, out);
        return found.holds() ? 0 : 1;
    }

    private Verification verify(SignedCheckpoint outside, ConnectionSource connections) throws SQLException {
        List<PublicKey> trusted = readKeys();
        long total = LogVerifier.records(connections);
        try (Progress progress =
                quiet ? new Progress.Quiet() : Progress.of(spec.commandLine().getErr(), "Checking", "records", total)) {
            return new LogVerifier(connections, trusted, progress::advance).verify(Optional.of(outside));
        }
    }

    private static void tell(Verification found, SignedCheckpoint outside, PrintWriter out) {
        found.fault().ifPresent(place -> out.println("The log does not hold: " + place + "."));
        if (found.unsealed() > 0) {
            out.printf(
                    "The log does not hold: %,d records of writes have waited for their seal for more than a minute.%n",
                    found.unsealed());
        }
        if (found.holds()) {
            out.printf(
                    "The log holds: %,d records in %,d batches, with all that checkpoint %d of %s covers.%n",
                    found.records(), found.batches(), outside.number(), outside.at());
        }
        out.println(Verification.LIMITS);
        out.flush();
    }

    private Properties login() {
        Properties login = new Properties();
        login.setProperty("user", user);
        login.setProperty("readOnly", "true");
        login.setProperty("ApplicationName", "candour verify-log");
        passwordFile
                .map(file -> read("--password-file", file).strip())
                .or(() -> Optional.ofNullable(System.getenv("CANDOUR_DATABASE_PASSWORD")))
                .ifPresent(password -> login.setProperty("password", password));
        return login;
    }

    private List<PublicKey> readKeys() {
        List<PublicKey> read = new ArrayList<>();
        for (Path file : keys) {
            try {
                read.add(Ed25519Keys.publicKey(read("--key", file)));
            } catch (IllegalArgumentException e) {
                throw wrong("--key: " + file + " is " + e.getMessage());
            }
        }
        return read;
    }

    private SignedCheckpoint readCheckpoint() throws InterruptedException {
        boolean fetched = checkpoint.startsWith("http://") || checkpoint.startsWith("https://");
        String text = fetched ? fetch() : read("--checkpoint", Path.of(checkpoint));
        try {
            return SignedCheckpoint.parse(text);
        } catch (IllegalArgumentException e) {
            throw wrong("--checkpoint: " + checkpoint + " holds no checkpoint of the access log");
        }
    }

    private String fetch() throws InterruptedException {
        try {
            HttpResponse<String> answer = HttpClient.newBuilder()
                    .connectTimeout(PATIENCE)
                    .build()
                    .send(
                            HttpRequest.newBuilder(URI.create(checkpoint))
                                    .timeout(PATIENCE)
                                    .build(),
                            BodyHandlers.ofString());
            if (answer.statusCode() == 200) {
                return answer.body();
            }
            throw wrong("--checkpoint: " + checkpoint + " answers HTTP " + answer.statusCode());
        } catch (IOException | IllegalArgumentException e) {
            throw wrong("--checkpoint: cannot fetch " + checkpoint);
        }
    }

    private String read(String option, Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw wrong(option + ": cannot read " + file);
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
