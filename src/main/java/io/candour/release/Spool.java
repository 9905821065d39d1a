package io.candour.release;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Cipher;
import javax.crypto.CipherInputStream;
import javax.crypto.CipherOutputStream;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Lines that are read several times, in their own order and not in that they came in: nobody is to be found in two files by
 * their place. On disk, under a key that is in this object alone, so that what a crash leaves can't be read. Used by one
 * thread.
 */
final class Spool {
    private static final String CIPHER = "AES/CTR/NoPadding";
    private static final int KEY_BYTES = 32;
    private static final int IV_BYTES = 16;

    private final Path directory;
    private final SecretKeySpec key;
    private final Map<String, Part> parts = new TreeMap<>();

    /** Takes one 256th of what is spooled, or thereabouts, into memory at a time. */
    Spool(Path directory) {
        this.directory = directory;
        byte[] bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        this.key = new SecretKeySpec(bytes, "AES");
    }

    private record Part(Path file, IvParameterSpec iv, OutputStream out) {}

    @FunctionalInterface
    interface Lines {
        void take(String line) throws IOException;
    }

    /** @param line begins with what it is ordered by, two hexadecimal digits first, and has no line break in it */
    void add(String line) throws IOException {
        Part part = parts.get(line.substring(0, 2));
        if (part == null) {
            part = open(line.substring(0, 2));
            parts.put(line.substring(0, 2), part);
        }
        part.out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private Part open(String name) throws IOException {
        Path file = directory.resolve("spool-" + name);
        byte[] start = new byte[IV_BYTES];
        new SecureRandom().nextBytes(start);
        IvParameterSpec iv = new IvParameterSpec(start);
        OutputStream out = new CipherOutputStream(
                new BufferedOutputStream(Files.newOutputStream(file)), cipher(Cipher.ENCRYPT_MODE, iv));
        return new Part(file, iv, out);
    }

    private Cipher cipher(int mode, IvParameterSpec iv) {
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, key, iv);
            return cipher;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + CIPHER, e);
        }
    }

    /** Nothing is added after this. */
    void close() throws IOException {
        for (Part part : parts.values()) {
            part.out.close();
        }
    }

    /** Gives all lines, in order; after {@link #close}. */
    void each(Lines lines) throws IOException {
        for (Part part : parts.values()) {
            List<String> some = new ArrayList<>();
            try (InputStream in = new CipherInputStream(
                            Files.newInputStream(part.file), cipher(Cipher.DECRYPT_MODE, part.iv));
                    BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    some.add(line);
                }
            }
            some.sort(null);
            for (String line : some) {
                lines.take(line);
            }
        }
    }

    void delete() throws IOException {
        close();
        for (Part part : parts.values()) {
            Files.deleteIfExists(part.file);
        }
    }
}
