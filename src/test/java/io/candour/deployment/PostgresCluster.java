package io.candour.deployment;

import io.candour.demo.LoopbackPorts;
import io.candour.demo.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Debian's PostgreSQL 15 on three nodes under Patroni, with one etcd and an HAProxy that leads to the primary: all of them
 * processes of this test on loopback. A commit is confirmed once a second node has it ({@code synchronous_mode}).
 */
public final class PostgresCluster implements AutoCloseable {
    static final int TTL_SECONDS = 10;
    static final int LOOP_WAIT_SECONDS = 2;
    static final int RETRY_TIMEOUT_SECONDS = 4;

    private static final int NODES = 3;
    private static final String DATABASE = "candour";
    private static final long PATIENCE_MILLIS = 120_000;

    private final Path directory;
    private final int port;
    private final List<ClusterNode> nodes = new ArrayList<>();
    private final List<Process> others = new ArrayList<>();
    private boolean closed;

    private PostgresCluster(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    /**
     * Returns when all nodes replicate, with the roles of a deployment and an empty database of the owner's.
     *
     * @param directory is emptied first; outlives this, with data and logs
     */
    public static PostgresCluster start(Path directory) throws IOException, InterruptedException, SQLException {
        List<Integer> ports = LoopbackPorts.free(3 + 2 * NODES);
        PostgresCluster cluster = new PostgresCluster(Unprivileged.emptyDirectory(directory), ports.get(0));
        Runtime.getRuntime().addShutdownHook(new Thread(cluster::close, "stop-cluster"));
        try {
            cluster.startEtcd(ports.get(1), ports.get(2));
            for (int i = 0; i < NODES; i++) {
                cluster.nodes.add(ClusterNode.start(
                        "node" + (i + 1), cluster.directory, ports.get(1), ports.get(3 + 2 * i), ports.get(4 + 2 * i)));
            }
            cluster.startHaproxy();
            cluster.awaitReplicas(NODES - 1);
            cluster.makeDatabase();
            return cluster;
        } catch (IOException | InterruptedException | SQLException | RuntimeException failed) {
            cluster.close();
            throw failed;
        }
    }

    /** JDBC URL of the server's database, wherever the primary is. */
    public String url() {
        return url(DATABASE);
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
    }

    /** Sends SIGKILL to the primary's PostgreSQL and to its Patroni, and returns when both are gone. */
    public void killPrimary() throws IOException, InterruptedException {
        for (ClusterNode each : nodes) {
            if (each.isPrimary()) {
                each.kill();
                return;
            }
        }
        throw new IllegalStateException("No node says that it is the primary: see " + directory);
    }

    /** Returns when so many nodes follow the primary, and one of them confirms commits. */
    public void awaitReplicas(int count) throws InterruptedException {
        long end = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (!replicated(count)) {
            if (System.currentTimeMillis() > end) {
                throw new IllegalStateException(count + " nodes do not follow a primary: see the logs in " + directory);
            }
            Thread.sleep(200);
        }
    }

    private boolean replicated(int count) {
        try (Connection connection = superuser();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(
                        "select count(*) filter (where state = 'streaming'), count(*) filter (where sync_state = 'sync')"
                                + " from pg_stat_replication")) {
            found.next();
            return found.getInt(1) == count && found.getInt(2) == 1;
        } catch (SQLException notYet) {
            return false;
        }
    }

    private Connection superuser() throws SQLException {
        return DriverManager.getConnection(url("postgres"), "postgres", "postgres");
    }

    private void makeDatabase() throws SQLException {
        try (Connection connection = superuser();
                Statement statement = connection.createStatement()) {
            for (String each : Logins.SQL) {
                statement.execute(each);
            }
            statement.execute("create database " + DATABASE + " owner " + Logins.OWNER);
        }
    }

    private void startEtcd(int clients, int peers) throws IOException {
        String here = "http://127.0.0.1:" + clients;
        String among = "http://127.0.0.1:" + peers;
        others.add(Unprivileged.start(
                directory.resolve("etcd.log"),
                DebianPackage.ETCD.program("etcd"),
                "--name=one",
                "--data-dir=" + directory.resolve("etcd"),
                "--listen-client-urls=" + here,
                "--advertise-client-urls=" + here,
                "--listen-peer-urls=" + among,
                "--initial-advertise-peer-urls=" + among,
                "--initial-cluster=one=" + among));
    }

    private void startHaproxy() throws IOException {
        Path configuration = directory.resolve("haproxy.cfg");
        Files.writeString(
                configuration,
                """
                global
                  maxconn 500
                defaults
                  mode tcp
                  timeout connect 2s
                  timeout client 30m
                  timeout server 30m
                listen primary
                  bind 127.0.0.1:%d
                  option httpchk GET /primary
                  http-check expect status 200
                  default-server inter 500ms fall 2 rise 1 on-marked-down shutdown-sessions
                %s"""
                        .formatted(
                                port,
                                String.join(
                                        "",
                                        nodes.stream()
                                                .map(ClusterNode::balanced)
                                                .toList())));
        others.add(Unprivileged.start(
                directory.resolve("haproxy.log"),
                DebianPackage.HAPROXY.program("haproxy"),
                "-db",
                "-f",
                configuration.toString()));
    }

    /** Returns when no process is left; nodes first, which ask etcd until they end. May be called twice. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        nodes.forEach(ClusterNode::stop);
        Processes.stop(others.stream().map(Process::toHandle).toList());
    }
}
