package io.candour.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The keys that pseudonyms are made with, from a file: a line {@code name key} each, the key in Base64 of 32 bytes or more;
 * empty lines and those that begin with {@code #} say nothing. The last is in force; those before it are kept, so that a
 * copy that was made with one can still be asked about. Immutable.
 */
final class PseudonymKeys {
    private static final int FEWEST_BYTES = 32;

    private final Map<String, byte[]> keys;
    private final String current;

    private PseudonymKeys(Map<String, byte[]> keys, String current) {
        this.keys = keys;
        this.current = current;
    }

    /** @throws IllegalArgumentException saying what is wrong with the file, without telling a key */
    static PseudonymKeys read(Path file) {
        Map<String, byte[]> keys = new LinkedHashMap<>();
        String current = "";
        try {
            int number = 0;
            for (String line : Files.readAllLines(file)) {
                number++;
                if (line.isBlank() || line.startsWith("#")) {
                    continue;
                }
                String[] words = line.strip().split("\\s+", -1);
                String at = "line " + number + " of " + file;
                if (words.length != 2 || !words[0].matches("[A-Za-z0-9._-]{1,40}")) {
                    throw new IllegalArgumentException(at + " is not a name and a key");
                }
                if (keys.put(words[0], bytes(words[1], at)) != null) {
                    throw new IllegalArgumentException(at + " has the name of another key");
                }
                current = words[0];
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " can't be read", e);
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException(file + " has no key in it");
        }
        return new PseudonymKeys(keys, current);
    }

    private static byte[] bytes(String base64, String at) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(at + " has a key that is not Base64", e);
        }
        if (bytes.length < FEWEST_BYTES) {
            throw new IllegalArgumentException(at + " has a key of fewer than " + FEWEST_BYTES + " bytes");
        }
        return bytes;
    }

    /** The name of the key that is in force. */
    String current() {
        return current;
    }

    /** What things are called in what this recipient gets; empty where that key is no longer in the file. */
    Optional<Pseudonyms> of(String key, String recipient, String programme) {
        return Optional.ofNullable(keys.get(key)).map(bytes -> new Pseudonyms(bytes, recipient, programme));
    }
}
