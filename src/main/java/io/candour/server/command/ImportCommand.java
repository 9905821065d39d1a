package io.candour.server.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Loads folders of bundles and NDJSON through a FHIR API. */
@Command(
        name = "import",
        sortOptions = false,
        description = {
            "Loads FHIR R4 transaction and batch bundles (*.json) and NDJSON (*.ndjson) through a FHIR API.",
            "Organisations, practitioners and places go first, then patients, then the rest. What is loaded is"
                    + " remembered by content: the same command again goes on where this one ended."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:everything is loaded",
            "1:something failed or was not sent; the report says what and why",
            "2:wrong usage, or no access to the server: nothing was sent"
        })
final class ImportCommand implements Callable<Integer> {
    private static final Duration FIRST_RETRY = Duration.ofMillis(500);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration GRACE = Duration.ofSeconds(20);

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--server", required = true, paramLabel = "URL", description = "FHIR base to load into.")
    @SuppressWarnings("NullAway.Init")
    private URI server;

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init")
    private TokenSource tokenSource;

    @Option(names = "--client-id", required = true, paramLabel = "ID", description = "OAuth2 client.")
    @SuppressWarnings("NullAway.Init")
    private String clientId;

    @ArgGroup(multiplicity = "0..1")
    private Secret secret = new Secret();

    @Option(names = "--scope", paramLabel = "SCOPES", description = "What to ask for; default: the client's own.")
    private Optional<String> scope = Optional.empty();

    @Option(names = "--concurrency", defaultValue = "4", paramLabel = "N", description = "Bundles at once, 1 to 64.")
    private int concurrency;

    @Option(
            names = "--batch-size",
            defaultValue = "200",
            paramLabel = "N",
            description = "Resources sent at once from NDJSON and batch bundles, 1 to 5000.")
    private int batchSize;

    @Option(names = "--retries", defaultValue = "8", paramLabel = "N", description = "Tries after the first, 0 to 100.")
    private int retries;

    @Option(
            names = "--timeout",
            defaultValue = "300",
            paramLabel = "SECONDS",
            description = "How long to wait for one answer, 1 to 3600.")
    private int timeout;

    @Option(names = "--report", paramLabel = "FILE", description = "Write what became of every file, as JSON.")
    private Optional<Path> reportFile = Optional.empty();

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "Where to remember what is loaded; default: .candour-import in the first folder.")
    private Optional<Path> stateDirectory = Optional.empty();

    @Option(
            names = {"-q", "--quiet"},
            description = "Say only what went wrong.")
    private boolean quiet;

    @Parameters(arity = "1..*", paramLabel = "FOLDER", description = "Folders, or single files.")
    private List<Path> sources = List.of();

    static final class TokenSource {
        @Option(names = "--token-url", required = true, paramLabel = "URL", description = "OAuth2 token endpoint.")
        private Optional<URI> tokenUrl = Optional.empty();

        @Option(
                names = "--issuer",
                required = true,
                paramLabel = "URL",
                description = "OpenID Connect issuer whose discovery document names the token endpoint.")
        private Optional<URI> issuer = Optional.empty();
    }

    static final class Secret {
        @Option(
                names = "--client-secret",
                required = true,
                paramLabel = "SECRET",
                description = "Its secret; others on the machine may see it, so rather use the environment variable"
                        + " CANDOUR_CLIENT_SECRET or --client-secret-file.")
        private Optional<String> text = Optional.empty();

        @Option(names = "--client-secret-file", required = true, paramLabel = "FILE", description = "File with it.")
        private Optional<Path> file = Optional.empty();
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        String clientSecret = readSecret();
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .build();
        InstantSource clock = InstantSource.system();
        var credentials = signIn(http, clientSecret, clock);
        var stop = new CountDownLatch(1);
        var ended = new CountDownLatch(1);
        Thread onInterrupt = new Thread(() -> finishWhatIsOnTheWay(stop, ended));
        try (ImportState state = openState()) {
            Runtime.getRuntime().addShutdownHook(onInterrupt);
            var report = new ImportReport(server, clock.instant());
            ImportPlan plan = ImportPlan.of(sources);
            report.found(plan);
            var client = new FhirClient(http, server, credentials, Duration.ofSeconds(timeout), clock);
            var delivery = new Delivery(client, retries, FIRST_RETRY, stop);
            try (Progress progress = progress(plan)) {
                new Importer(delivery, state, report, progress, concurrency, batchSize, stop).run(plan);
            } finally {
                tell(report.document(clock.instant()));
            }
            return report.document(clock.instant()).complete() ? 0 : 1;
        } finally {
            ended.countDown();
            forget(onInterrupt);
        }
    }

    private void check() {
        mustBeHttp("--server", server);
        tokenSource.tokenUrl.ifPresent(url -> mustBeHttp("--token-url", url));
        tokenSource.issuer.ifPresent(url -> mustBeHttp("--issuer", url));
        mustBeBetween("--concurrency", concurrency, 1, 64);
        mustBeBetween("--batch-size", batchSize, 1, 5000);
        mustBeBetween("--retries", retries, 0, 100);
        mustBeBetween("--timeout", timeout, 1, 3600);
        for (Path source : sources) {
            if (!Files.exists(source)) {
                throw wrong("FOLDER: there is no " + source);
            }
            if (!Files.isDirectory(source) && !SourceReader.canRead(source)) {
                throw wrong("FOLDER: " + source + " is neither *.json nor *.ndjson");
            }
        }
        reportFile.ifPresent(file -> {
            Path folder = file.toAbsolutePath().getParent();
            if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(file)) {
                throw wrong("--report: cannot write " + file);
            }
        });
    }

    private void mustBeHttp(String option, URI url) {
        boolean isHttp = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        if (!isHttp || url.getHost() == null) {
            throw wrong(option + ": '" + url + "' is not an http or https URL");
        }
    }

    private void mustBeBetween(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw wrong(option + ": " + value + " is not between " + least + " and " + most);
        }
    }

    private String readSecret() {
        if (secret.file.isPresent()) {
            try {
                return Files.readString(secret.file.get()).strip();
            } catch (IOException e) {
                throw wrong("--client-secret-file: cannot read " + secret.file.get());
            }
        }
        return secret.text
                .or(() -> Optional.ofNullable(System.getenv("CANDOUR_CLIENT_SECRET")))
                .orElseThrow(() -> wrong("--client-secret, --client-secret-file or CANDOUR_CLIENT_SECRET is missing"));
    }

    /** Gets a first token before anything else, so that a wrong secret is one message and not one for each file. */
    private ClientCredentials signIn(HttpClient http, String clientSecret, InstantSource clock)
            throws InterruptedException {
        String option = tokenSource.issuer.isPresent() ? "--issuer" : "--token-url";
        try {
            URI endpoint = tokenSource.issuer.isPresent()
                    ? ClientCredentials.discover(http, tokenSource.issuer.get())
                    : tokenSource.tokenUrl.orElseThrow();
            var credentials = new ClientCredentials(http, endpoint, clientId, clientSecret, scope, clock);
            option = "--client-id " + clientId;
            credentials.token();
            return credentials;
        } catch (TokenRefused e) {
            throw wrong(option + ": " + e.reason());
        } catch (IOException e) {
            throw wrong(option + ": cannot get a token: " + reason(e));
        }
    }

    private ImportState openState() {
        Path first = sources.get(0).toAbsolutePath().normalize();
        Path folder = Files.isDirectory(first) ? first : first.resolveSibling(".");
        Path directory = stateDirectory.orElse(folder.resolve(".candour-import").normalize());
        try {
            return ImportState.open(directory, server);
        } catch (IOException e) {
            throw wrong("--state: cannot use " + directory + ": " + reason(e));
        }
    }

    private Progress progress(ImportPlan plan) {
        if (quiet) {
            return new Progress.Quiet();
        }
        PrintWriter err = spec.commandLine().getErr();
        err.printf("%,d files with %,d resources for %s%n", plan.files().size(), plan.resources(), server);
        return Progress.of(err, "Loading", "resources", plan.resources());
    }

    private void tell(ImportReport.Document report) throws IOException {
        var lines = new ReportLines(report);
        lines.failures(reportFile.isPresent()).forEach(spec.commandLine().getErr()::println);
        if (!quiet) {
            spec.commandLine().getOut().println(lines.summary());
        }
        if (reportFile.isPresent()) {
            ImportReport.write(report, reportFile.get());
        }
    }

    /** Many of the JDK's exceptions say only by their class what happened. */
    private static String reason(IOException e) {
        return e.getMessage() == null
                ? e.getClass().getSimpleName()
                : e.getClass().getSimpleName() + " " + e.getMessage();
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private static void finishWhatIsOnTheWay(CountDownLatch stop, CountDownLatch ended) {
        stop.countDown();
        try {
            if (!ended.await(GRACE.toSeconds(), TimeUnit.SECONDS)) {
                System.err.println("Stopped before every answer was there; the same command again goes on from here.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // INVARIANT: the process is already ending, and the hook with it.
        }
    }
}
