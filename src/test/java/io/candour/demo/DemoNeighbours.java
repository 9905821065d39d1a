package io.candour.demo;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.springframework.util.FileSystemUtils;

/**
 * The server's neighbours: a PostgreSQL and a Keycloak that knows the cast.
 *
 * <p>A complete load of people leaves a marker beside the data. Without the marker of the same people, or for a stack
 * that does not keep them, the database starts empty.
 */
final class DemoNeighbours implements AutoCloseable {
    private final DemoSettings settings;
    private final Cast cast;
    private final FileChannel alone;
    private final DemoKeycloak keycloak;
    private Optional<CompletableFuture<DemoPostgres>> postgres = Optional.empty();
    private boolean closed;

    /**
     * Checks the machine and stops what a killed run left; starts nothing yet.
     *
     * @throws DemoProblem if something is in the way, in one line
     */
    DemoNeighbours(DemoSettings settings) throws IOException, InterruptedException {
        this.settings = settings;
        Files.createDirectories(settings.own());
        DemoChecks.diskHasRoom(settings.shared());
        DemoChecks.nodeIsThere("node");
        DemoChecks.postgresMayRun();
        alone = FileChannel.open(
                settings.own().resolve("in-use.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (Optional.ofNullable(alone.tryLock()).isEmpty()) {
            throw new DemoProblem("A stack is already running in " + settings.own() + ": stop it first");
        }
        DemoKeycloak.stopLeftOver(keycloakDirectory());
        DemoPostgres.stopLeftOver(data());
        DemoChecks.portIsFree(settings.port(), "candour.demo.port");
        DemoChecks.portIsFree(settings.keycloakPort(), "candour.demo.keycloak.port");
        cast = settings.cast();
        keycloak = new DemoKeycloak(settings.keycloak(), keycloakDirectory(), settings.keycloakPort());
    }

    /** Starts both at once and returns when both answer. */
    void start() throws Exception {
        forgetOtherPeople();
        CompletableFuture<DemoPostgres> starting = startPostgres();
        String realm = DemoRealm.json(Path.of("docker", "keycloak", "candour-realm.json"), cast);
        Map<String, String> urls = Map.of(
                "CANDOUR_NHS_APP_URL", settings.webUrl(),
                "CANDOUR_POINT_OF_CARE_URL", settings.webUrl(),
                "CANDOUR_PORTAL_URL", settings.webUrl(),
                "CANDOUR_SERVER_URL", settings.webUrl());
        Progress.during("Keycloak", keycloak::doing, () -> {
            keycloak.start(realm, urls);
            return Instant.now();
        });
        starting.join();
    }

    DemoPostgres postgres() {
        return postgres.orElseThrow(() -> new IllegalStateException("Not started"))
                .join();
    }

    DemoKeycloak keycloak() {
        return keycloak;
    }

    Cast cast() {
        return cast;
    }

    boolean holdsPeople() throws IOException {
        return settings.keepsPeople()
                && Files.exists(marker())
                && Files.readString(marker()).equals(settings.edition());
    }

    /** To be said once everyone is loaded. */
    void nowHoldsPeople() throws IOException {
        Files.writeString(marker(), settings.edition());
    }

    /** Returns when no process is left. May be called at any time, from any thread, and twice. */
    @Override
    public void close() throws IOException {
        Optional<CompletableFuture<DemoPostgres>> running;
        synchronized (this) {
            closed = true;
            running = postgres;
        }
        keycloak.close();
        if (running.isPresent()) {
            Optional<DemoPostgres> started = running.get()
                    .handle((server, failure) -> Optional.ofNullable(server))
                    .join();
            if (started.isPresent()) {
                started.get().close();
            }
        }
        alone.close();
    }

    private synchronized CompletableFuture<DemoPostgres> startPostgres() {
        if (closed) {
            throw new DemoProblem("Stopped before PostgreSQL was started");
        }
        CompletableFuture<DemoPostgres> starting = CompletableFuture.supplyAsync(() -> {
            try {
                return Progress.during(
                        "PostgreSQL",
                        () -> "starting",
                        () -> DemoPostgres.start(settings.shared().resolve("postgres-binaries"), postgresDirectory()));
            } catch (Exception failed) {
                throw new CompletionException(failed);
            }
        });
        postgres = Optional.of(starting);
        return starting;
    }

    private void forgetOtherPeople() throws IOException {
        if (!holdsPeople() && Files.exists(data())) {
            if (settings.keepsPeople()) {
                Progress.say("  The data here is no complete load of %d patients: starting afresh"
                        .formatted(settings.patients()));
            }
            Files.deleteIfExists(marker());
            FileSystemUtils.deleteRecursively(data());
        }
    }

    private Path marker() {
        return settings.own().resolve("loaded.txt");
    }

    private Path keycloakDirectory() {
        return settings.own().resolve("keycloak");
    }

    private Path postgresDirectory() {
        return settings.own().resolve("postgres");
    }

    private Path data() {
        return postgresDirectory().resolve("data").toAbsolutePath();
    }
}
