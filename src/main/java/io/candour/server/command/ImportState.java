package io.candour.server.command;

import io.candour.audit.Hash;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What has been loaded into one server, by SHA-256 of the content, and what was sent without an answer. A text file
 * per server in the state directory, one event a line, only ever appended to and on disk before a method returns: a
 * process killed at any point leaves at most one torn last line, which the next run cuts off. One process at a time
 * holds it. Thread-safe.
 */
final class ImportState implements Closeable {
    private enum Event {
        SENT,
        LOADED,
        REFUSED
    }

    private static final Pattern LINE = Pattern.compile("(SENT|LOADED|REFUSED) ([0-9a-f]{64}) .*");

    private final FileOutputStream file;
    private final Set<String> loaded = new HashSet<>();
    private final Set<String> unanswered = new HashSet<>();

    private ImportState(FileOutputStream file) {
        this.file = file;
    }

    /**
     * Opens the state for this server, making the directory where there is none.
     *
     * @throws IOException the directory cannot be written to, or another process holds the state
     */
    static ImportState open(Path directory, URI server) throws IOException {
        Files.createDirectories(directory);
        Path path = directory.resolve(nameFor(server));
        var state = new ImportState(new FileOutputStream(path.toFile(), true));
        try {
            state.lock();
            state.read(path);
        } catch (IOException e) {
            state.close();
            throw e;
        }
        return state;
    }

    synchronized boolean isLoaded(String sha256) {
        return loaded.contains(sha256);
    }

    /** Whether an earlier run sent this, and ended before it knew the answer. */
    synchronized boolean isUnanswered(String sha256) {
        return unanswered.contains(sha256);
    }

    /** To be called before the content leaves. */
    void sent(String sha256, String name) throws IOException {
        append(Event.SENT, sha256, name);
    }

    void loaded(String sha256, String name) throws IOException {
        append(Event.LOADED, sha256, name);
    }

    /** The server has refused the content and holds nothing of it. */
    void refused(String sha256, String name) throws IOException {
        append(Event.REFUSED, sha256, name);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private static String nameFor(URI server) {
        String host = server.getHost().replaceAll("[^A-Za-z0-9.-]", "_");
        String base = server.toString().replaceAll("/+$", "");
        return host + "-" + Hash.of(base.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 12) + ".log";
    }

    private void lock() throws IOException {
        try {
            if (file.getChannel().tryLock() == null) {
                throw new IOException("another import is using it");
            }
        } catch (OverlappingFileLockException e) {
            throw new IOException("another import is using it", e);
        }
    }

    private void read(Path path) throws IOException {
        long whole = 0;
        try (var lines = Files.newInputStream(path)) {
            var line = new ByteArrayOutputStream();
            var in = new BufferedInputStream(lines);
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next != '\n') {
                    line.write(next);
                    continue;
                }
                whole += line.size() + 1;
                Matcher event = LINE.matcher(line.toString(StandardCharsets.UTF_8));
                if (event.matches()) {
                    apply(Event.valueOf(event.group(1)), event.group(2));
                }
                line.reset();
            }
        }
        file.getChannel().truncate(whole);
    }

    private synchronized void append(Event event, String sha256, String name) throws IOException {
        String line = event + " " + sha256 + " " + name.replaceAll("\\p{Cntrl}", " ") + "\n";
        file.write(line.getBytes(StandardCharsets.UTF_8));
        file.getFD().sync();
        apply(event, sha256);
    }

    private void apply(Event event, String sha256) {
        switch (event) {
            case SENT -> unanswered.add(sha256);
            case LOADED -> {
                unanswered.remove(sha256);
                loaded.add(sha256);
            }
            case REFUSED -> unanswered.remove(sha256);
        }
    }
}
