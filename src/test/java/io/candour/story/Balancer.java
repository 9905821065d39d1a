package io.candour.story;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One address in front of several servers, as a platform's service is: each new connection goes to the next of them that
 * takes it. A server that is taken out keeps the connections it has.
 */
final class Balancer implements AutoCloseable {
    private final ServerSocket entrance;
    private final List<Integer> ports = new CopyOnWriteArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();

    Balancer() throws IOException {
        entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::welcome);
    }

    /** FHIR base behind it. */
    String fhirUrl() {
        return "http://localhost:" + entrance.getLocalPort() + "/fhir";
    }

    void add(int port) {
        ports.add(port);
    }

    void remove(int port) {
        ports.remove((Integer) port);
    }

    private void welcome() {
        try {
            while (true) {
                Socket client = entrance.accept();
                Optional<Socket> server = next();
                if (server.isEmpty()) {
                    client.close();
                    continue;
                }
                daemon(() -> pass(client, server.get()));
                daemon(() -> pass(server.get(), client));
            }
        } catch (IOException closed) {
            if (!entrance.isClosed()) {
                throw new UncheckedIOException(closed);
            }
        }
    }

    /** Empty where none of them takes a connection. */
    private Optional<Socket> next() {
        List<Integer> now = List.copyOf(ports);
        for (int i = 0; i < now.size(); i++) {
            int port = now.get(Math.floorMod(turn.getAndIncrement(), now.size()));
            try {
                return Optional.of(new Socket(InetAddress.getLoopbackAddress(), port));
            } catch (IOException refused) {
                // It is going, or gone: the next one then.
                continue;
            }
        }
        return Optional.empty();
    }

    /** Either side's end is the other's. */
    private static void pass(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException cut) {
            // Whoever waits at the other side sees it by the connection's end.
            return;
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "balancer");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        entrance.close();
    }
}
