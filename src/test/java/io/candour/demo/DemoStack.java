package io.candour.demo;

import io.candour.server.Candour;
import io.candour.server.command.Commands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

/**
 * The server with its neighbours and its people, stopped by {@link #close} or at the latest by the end of the JVM.
 *
 * <p>Readiness is OUT_OF_SERVICE until everyone is loaded.
 */
public final class DemoStack implements AutoCloseable {
    private static final int KEY_BYTES = 32;

    private final DemoSettings settings;
    private final DemoNeighbours neighbours;
    private final LogKey signingKey;
    private final String portalSecret;
    private final String cursorKey = randomKey();
    private volatile Optional<ConfigurableApplicationContext> server = Optional.empty();

    private DemoStack(DemoSettings settings, DemoNeighbours neighbours) throws IOException {
        this.settings = settings;
        this.neighbours = neighbours;
        this.signingKey = LogKey.in(settings.own());
        this.portalSecret = DemoRealm.secret("portal");
    }

    /**
     * Starts everything and returns when the server is ready.
     *
     * @throws DemoProblem if something is in the way, in one line
     */
    public static DemoStack start(DemoSettings settings) throws Exception {
        DemoStack stack = new DemoStack(settings, new DemoNeighbours(settings));
        Runtime.getRuntime().addShutdownHook(new Thread(stack::close, "demo-stop"));
        try {
            stack.neighbours.start();
            if (!settings.keepsPeople()) {
                Files.deleteIfExists(stack.serverLog());
            }
            Progress.during("Server", () -> "starting", stack::startServer);
            return stack;
        } catch (Exception failed) {
            stack.close();
            throw failed;
        }
    }

    /** FHIR base. */
    public String fhirUrl() {
        return settings.fhirUrl();
    }

    public String webUrl() {
        return settings.webUrl();
    }

    public DemoKeycloak keycloak() {
        return neighbours.keycloak();
    }

    public DemoPostgres postgres() {
        return neighbours.postgres();
    }

    /** What the access log's checkpoints are signed with. */
    public LogKey signingKey() {
        return signingKey;
    }

    /** The server's own log. */
    public Path serverLog() {
        return settings.own().resolve("server.log");
    }

    /** Who of the people the accounts are. */
    public Cast cast() {
        return neighbours.cast();
    }

    /** The server's Spring context, for tests that look behind the API. */
    public ConfigurableApplicationContext server() {
        return server.orElseThrow(() -> new IllegalStateException("Not started"));
    }

    /** Returns when the server is down and no process is left. May be called at any time, and twice. */
    @Override
    public void close() {
        server.filter(ConfigurableApplicationContext::isRunning).ifPresent(ConfigurableApplicationContext::close);
        try {
            neighbours.close();
        } catch (IOException failed) {
            throw new UncheckedIOException("The demo did not stop cleanly", failed);
        }
    }

    /** Starts another server on the same database and issuer, in a process of its own, and returns when it is ready. */
    public Replica startReplica() throws IOException, InterruptedException {
        return startReplica(Map.of());
    }

    /** The same, configured otherwise in some points. */
    public Replica startReplica(Map<String, String> otherwise) throws IOException, InterruptedException {
        Map<String, String> properties = new TreeMap<>(serverProperties());
        properties.putAll(otherwise);
        return startReplicaOf(properties);
    }

    /** The same, of which this is all the configuration. */
    public Replica startReplicaOf(Map<String, String> properties) throws IOException, InterruptedException {
        return Replica.start(properties, replicaLog());
    }

    /** A server of another build, from its jar, with this configuration. */
    public Replica startJar(Path jar, Map<String, String> properties) throws IOException, InterruptedException {
        return Replica.startJar(jar, properties, replicaLog());
    }

    private Path replicaLog() {
        return settings.own().resolve("replica.log");
    }

    /** Starts another server that is to refuse its configuration; returns what it wrote, once it has ended by itself. */
    public String refusedStart(Map<String, String> properties) throws IOException, InterruptedException {
        return Replica.refusal(properties, settings.own().resolve("refused.log"));
    }

    private ConfigurableApplicationContext startServer() {
        SpringApplication application = Candour.application();
        // The server must be down before the database: one hook stops both, in order.
        application.setRegisterShutdownHook(false);
        Map<String, Object> properties = new TreeMap<>(serverProperties());
        // A newcomer's terminal shows what the demo says; the server's own log is beside its data.
        properties.put("logging.file.name", serverLog().toString());
        properties.put("logging.threshold.console", "off");
        application.setDefaultProperties(properties);
        application.addInitializers(context -> server = Optional.of(context));
        // Spring accepts traffic after this event's listeners: until then readiness is OUT_OF_SERVICE.
        application.addListeners((ApplicationListener<ApplicationReadyEvent>) event -> load());
        return application.run();
    }

    /** What the server is configured with; for commands that take the same. */
    public Map<String, String> serverProperties() {
        return Map.ofEntries(
                Map.entry("server.port", Integer.toString(settings.port())),
                Map.entry("spring.datasource.url", postgres().url()),
                Map.entry("spring.datasource.username", postgres().user()),
                Map.entry("spring.datasource.password", postgres().password()),
                Map.entry("candour.database.owner-username", postgres().owner()),
                Map.entry("candour.database.owner-password", postgres().password()),
                Map.entry("candour.journal.url", postgres().journalUrl()),
                Map.entry("candour.journal.username", postgres().journalUser()),
                Map.entry("candour.journal.password", postgres().password()),
                Map.entry("candour.journal.owner-username", postgres().owner()),
                Map.entry("candour.journal.owner-password", postgres().password()),
                Map.entry("candour.audit.signing-key", signingKey.privateKey()),
                Map.entry("candour.audit.checkpoint-every", "10s"),
                Map.entry("candour.identity.issuer", keycloak().issuer()),
                Map.entry("candour.identity.audience", "candour"),
                Map.entry("candour.portal.url", webUrl()),
                Map.entry("candour.portal.client-secret", portalSecret),
                Map.entry("candour.identity.log-out-clients", "nhs-app,point-of-care,portal,demo-cli"),
                // Tests and benches ask on end as one caller.
                Map.entry("candour.limits.caller", "100000000"),
                Map.entry("candour.limits.client", "100000000"),
                Map.entry("candour.record.cursor-key", cursorKey),
                // Synthea's people were last seen years ago.
                Map.entry("candour.access.care.encounter", "36500d"),
                Map.entry("candour.server.base-url", fhirUrl()));
    }

    private static String randomKey() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }

    private void load() {
        try {
            if (!neighbours.holdsPeople()) {
                Path state = settings.own().resolve("import");
                FileSystemUtils.deleteRecursively(state);
                importPeople(state);
                if (settings.keepsPeople()) {
                    DemoCarer.appoint(this);
                }
                neighbours.nowHoldsPeople();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void importPeople(Path state) throws IOException {
        Progress.say("  Loading %d patients".formatted(Math.min(settings.loaded(), settings.patients())));
        if (load(settings.bundles(), "--state", state.toString()) != 0) {
            throw new DemoProblem("The people were not loaded: the report above says why");
        }
    }

    /** Loads bundles as the feeder; returns the command's exit code. */
    public int load(Path bundles, String... options) throws IOException {
        return loadAt(fhirUrl(), bundles, options);
    }

    /** The same through another server. */
    public int loadAt(String server, Path bundles, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "import",
                "--server",
                server,
                "--token-url",
                keycloak().tokenUrl(),
                "--client-id",
                "feeder",
                "--client-secret",
                DemoRealm.secret("feeder"),
                "--scope",
                "system/*.cruds"));
        arguments.addAll(List.of(options));
        arguments.add(bundles.toString());
        return Commands.run(arguments.toArray(String[]::new)).orElseThrow();
    }
}
