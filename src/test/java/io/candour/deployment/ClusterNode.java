package io.candour.deployment;

import io.candour.demo.Processes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** One node of a cluster: a Patroni, and the PostgreSQL that it starts and keeps. */
final class ClusterNode {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final String name;
    private final int restPort;
    private final int port;
    private final Path data;
    private final Process patroni;

    private ClusterNode(String name, int restPort, int port, Path data, Process patroni) {
        this.name = name;
        this.restPort = restPort;
        this.port = port;
        this.data = data;
        this.patroni = patroni;
    }

    static ClusterNode start(String name, Path directory, int etcdPort, int restPort, int port) throws IOException {
        Path data = directory.resolve(name);
        Path configuration = directory.resolve(name + ".yml");
        Files.writeString(
                configuration,
                """
                scope: candour
                name: %1$s
                restapi: {listen: "127.0.0.1:%2$d", connect_address: "127.0.0.1:%2$d"}
                etcd3: {hosts: ["127.0.0.1:%3$d"]}
                bootstrap:
                  dcs:
                    ttl: %4$d
                    loop_wait: %5$d
                    retry_timeout: %6$d
                    synchronous_mode: true
                    postgresql:
                      use_pg_rewind: true
                      parameters: {max_connections: 100}
                  initdb: [{encoding: UTF8}, {locale: C.UTF-8}, data-checksums]
                  pg_hba: ["host all all 127.0.0.1/32 trust", "host replication all 127.0.0.1/32 trust"]
                postgresql:
                  listen: "127.0.0.1:%7$d"
                  connect_address: "127.0.0.1:%7$d"
                  data_dir: "%8$s"
                  bin_dir: "%9$s"
                  pgpass: "%8$s.pgpass"
                  authentication:
                    superuser: {username: postgres, password: postgres}
                    replication: {username: replicator, password: replicator}
                  parameters: {unix_socket_directories: ""}
                watchdog: {mode: "off"}
                """
                        .formatted(
                                name,
                                restPort,
                                etcdPort,
                                PostgresCluster.TTL_SECONDS,
                                PostgresCluster.LOOP_WAIT_SECONDS,
                                PostgresCluster.RETRY_TIMEOUT_SECONDS,
                                port,
                                data,
                                DebianPackage.POSTGRESQL.directory()));
        Process patroni = Unprivileged.start(
                directory.resolve(name + ".log"), DebianPackage.PATRONI.program("patroni"), configuration.toString());
        return new ClusterNode(name, restPort, port, data, patroni);
    }

    /** HAProxy's line for it: up where Patroni says that it is the primary. */
    String balanced() {
        return "  server %s 127.0.0.1:%d check port %d%n".formatted(name, port, restPort);
    }

    /** Whether it is the primary, by its own word. */
    boolean isPrimary() throws InterruptedException {
        if (!patroni.isAlive()) {
            return false;
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + restPort + "/primary"))
                .timeout(Duration.ofSeconds(2))
                .build();
        try {
            return HTTP.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException silent) {
            return false;
        }
    }

    /** SIGKILL to both, Patroni first: it would start the other again. Returns when both are gone. */
    void kill() throws IOException, InterruptedException {
        ProcessHandle postmaster = postmaster();
        patroni.destroyForcibly().waitFor();
        postmaster.destroyForcibly();
        while (postmaster.isAlive()) {
            Thread.sleep(10);
        }
    }

    private ProcessHandle postmaster() throws IOException {
        long pid = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0));
        return ProcessHandle.of(pid)
                .orElseThrow(() -> new IllegalStateException("The PostgreSQL of " + name + " does not run"));
    }

    /** Patroni stops its PostgreSQL; where it can't, or is gone, that is stopped too. */
    void stop() {
        Processes.stop(List.of(patroni.toHandle()));
        Processes.stopNamedIn(data.resolve("postmaster.pid"), data.toString());
    }
}
