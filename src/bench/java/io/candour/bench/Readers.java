package io.candour.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Clients that each ask one question again and again, the next when the answer has come (a closed loop): plain sockets,
 * because on one machine a client's CPU is taken from the server. A process of its own; loopback only.
 */
public final class Readers {
    private Readers() {}

    /** Arguments: URL, token, connections, seconds. Prints how many answers came; each must be 200. */
    public static void main(String[] arguments) throws Exception {
        URI url = URI.create(arguments[0]);
        if (!url.getHost().equals("localhost")) {
            throw new IllegalArgumentException("loopback only");
        }
        byte[] request = ("GET " + url.getRawPath() + "?" + url.getRawQuery() + " HTTP/1.1\r\nHost: localhost:"
                        + url.getPort() + "\r\nAccept: application/fhir+json\r\nAuthorization: Bearer " + arguments[1]
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        int connections = Integer.parseInt(arguments[2]);
        long end = System.nanoTime() + (long) (Double.parseDouble(arguments[3]) * 1e9);
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        List<Callable<Integer>> readers = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            readers.add(() -> read(url.getPort(), request, end));
        }
        int answers = 0;
        for (Future<Integer> each : threads.invokeAll(readers)) {
            answers += each.get();
        }
        threads.shutdown();
        System.out.println(answers);
    }

    private static int read(int port, byte[] request, long end) throws IOException {
        int answers = 0;
        while (System.nanoTime() < end) {
            try (Socket socket = new Socket("localhost", port)) {
                socket.setTcpNoDelay(true);
                InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
                boolean open = true;
                while (open && System.nanoTime() < end) {
                    socket.getOutputStream().write(request);
                    open = skipAnswer(in);
                    answers++;
                }
            }
        }
        return answers;
    }

    /** Whether the server leaves the connection open: it takes so many requests on one and no more. */
    private static boolean skipAnswer(InputStream in) throws IOException {
        String status = line(in);
        if (!status.startsWith("HTTP/1.1 200")) {
            throw new IOException("not answered: " + status);
        }
        int length = -1;
        boolean open = true;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(
                        header.substring(header.indexOf(':') + 1).strip());
            }
            open &= !header.equalsIgnoreCase("Connection: close");
        }
        if (length < 0) {
            throw new IOException("an answer without a length");
        }
        in.skipNBytes(length);
        return open;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException();
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }
}
