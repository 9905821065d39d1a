package io.candour.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;

/** A wire between the log and its database that can be cut, so that the driver meets a real loss of connection. */
final class Relay implements AutoCloseable {

    private final ServerSocket server;
    private final int target;
    private final CountDownLatch cut = new CountDownLatch(1);
    private volatile boolean losesNextCommitAnswer;
    private volatile Socket latestClient;

    Relay(int target) throws IOException {
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.target = target;
        this.latestClient = new Socket();
        daemon(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** The next COMMIT is carried out and its answer never arrives. */
    void loseNextCommitAnswer() {
        losesNextCommitAnswer = true;
    }

    boolean hasLostAnswer() {
        return cut.getCount() == 0;
    }

    /** Cuts the client's side only: the database goes on with what it was doing. */
    void cutClient() throws IOException {
        latestClient.close();
    }

    private void accept() {
        try {
            while (!server.isClosed()) {
                Socket client = server.accept();
                Socket database = new Socket(InetAddress.getLoopbackAddress(), target);
                latestClient = client;
                daemon(() -> pump(client, database, false));
                daemon(() -> pump(database, client, true));
            }
        } catch (IOException e) {
            cut.countDown();
        }
    }

    private void pump(Socket from, Socket to, boolean answers) {
        byte[] buffer = new byte[64 * 1024];
        try (to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                boolean commit = new String(Arrays.copyOf(buffer, read), US_ASCII).contains("COMMIT\0");
                if (answers && commit && losesNextCommitAnswer) {
                    losesNextCommitAnswer = false;
                    cut.countDown();
                    return;
                }
                out.write(buffer, 0, read);
                out.flush();
            }
        } catch (IOException e) {
            // The wire is cut: that is what a relay is for.
            Thread.currentThread().interrupt();
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
