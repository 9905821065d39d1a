package io.candour.release;

import io.candour.audit.Hash;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/**
 * Where extracts are: {@code making} as long as somebody is at it, {@code held} until a guardian lets them out, {@code
 * released} from then on, for whoever hands them over. What stands in {@code released} was let out in the database before.
 * Safe for use by many threads, and by replicas that share the directory.
 */
final class ExtractFiles {
    private final Path directory;

    ExtractFiles(Path directory) {
        this.directory = directory;
    }

    /** An empty directory to make one in. */
    Path making() throws IOException {
        return Files.createDirectories(
                directory.resolve("making").resolve(UUID.randomUUID().toString()));
    }

    /** Keeps what was made, in place of what was made of the same extract before. */
    void hold(Path made, String extract, int run) throws IOException {
        Path held = directory.resolve("held").resolve(extract);
        FileSystemUtils.deleteRecursively(held);
        Files.createDirectories(held);
        Files.move(made, held.resolve(Integer.toString(run)), StandardCopyOption.ATOMIC_MOVE);
    }

    private Path held(String extract, int run) {
        return directory.resolve("held").resolve(extract).resolve(Integer.toString(run));
    }

    Path released(String extract) {
        return directory.resolve("released").resolve(extract);
    }

    /** Whether what is held is what was made, byte for byte. */
    boolean intact(String extract, int run, Extract.Made made) throws IOException {
        return intact(held(extract, run), made);
    }

    private static boolean intact(Path held, Extract.Made made) throws IOException {
        for (Extract.File file : made.files()) {
            Path sealed = held.resolve(file.name());
            if (!Files.isRegularFile(sealed) || !sha256(sealed).equals(file.sealed())) {
                return false;
            }
        }
        return true;
    }

    /**
     * Puts what was let out where it is fetched, with the manifest beside; does nothing where that was done.
     *
     * @throws IOException where it is not there as it was made
     */
    void release(String extract, int run, Extract.Made made, String manifest) throws IOException {
        Path released = released(extract);
        if (Files.isDirectory(released)) {
            return;
        }
        Path held = held(extract, run);
        if (!intact(held, made)) {
            throw new IOException("extract " + extract + " is not as it was made");
        }
        Files.write(held.resolve("manifest.json"), manifest.getBytes(StandardCharsets.UTF_8));
        Files.createDirectories(released.getParent());
        Files.move(held, released, StandardCopyOption.ATOMIC_MOVE);
        FileSystemUtils.deleteRecursively(directory.resolve("held").resolve(extract));
    }

    /** Whether what was let out is where it is fetched. */
    boolean isReleased(String extract) {
        return Files.isDirectory(released(extract));
    }

    /** Ids of extracts of which something is held. */
    List<String> held() throws IOException {
        return names("held");
    }

    /** Ids of extracts of which something is where it is fetched. */
    List<String> released() throws IOException {
        return names("released");
    }

    private List<String> names(String where) throws IOException {
        Path place = directory.resolve(where);
        if (!Files.isDirectory(place)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(place)) {
            return files.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }

    void dropHeld(String extract) throws IOException {
        drop(directory.resolve("held").resolve(extract));
    }

    void dropReleased(String extract) throws IOException {
        drop(released(extract));
    }

    /** Whole, or not at all: nobody finds a part of it. What a crash leaves of it is among what is being made. */
    private void drop(Path dropped) throws IOException {
        Path making = making();
        Files.move(dropped, making.resolve("dropped"), StandardCopyOption.ATOMIC_MOVE);
        discard(making);
    }

    /** Deletes what somebody was at whom a crash ended; only while nobody is at it. */
    void dropMaking() throws IOException {
        for (String left : names("making")) {
            discard(directory.resolve("making").resolve(left));
        }
    }

    static void discard(Path making) throws IOException {
        FileSystemUtils.deleteRecursively(making);
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest = Hash.digest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return Hash.of(digest).hex();
    }

    /** One file that is being made. Used by one thread. */
    static final class Writing {
        private final String name;
        private final String type;
        private final MessageDigest content = Hash.digest();
        private final MessageDigest sealed = Hash.digest();
        private final OutputStream out;
        private long lines;

        Writing(Path directory, String type, RecipientKey key) throws IOException {
            this.type = type;
            this.name = type + ".ndjson.pgp";
            OutputStream file = new BufferedOutputStream(Files.newOutputStream(directory.resolve(name)));
            this.out = new DigestOutputStream(key.sealing(new DigestOutputStream(file, sealed)), content);
        }

        void line(String json) throws IOException {
            out.write((json + "\n").getBytes(StandardCharsets.UTF_8));
            lines++;
        }

        Extract.File close() throws IOException {
            out.close();
            HexFormat hex = HexFormat.of();
            return new Extract.File(name, type, lines, hex.formatHex(content.digest()), hex.formatHex(sealed.digest()));
        }
    }
}
