package io.candour.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The key pair that signs the access log's checkpoints. It outlives the stack as the log does: a new key at each start
 * would leave checkpoints behind that the next one did not sign.
 *
 * @param privateKey PKCS#8 in PEM
 * @param publicKeyFile SubjectPublicKeyInfo in PEM
 */
public record LogKey(String privateKey, Path publicKeyFile) {

    static LogKey in(Path directory) throws IOException {
        Path privateFile = directory.resolve("log-key.pem");
        Path publicFile = directory.resolve("log-key-public.pem");
        if (!Files.exists(publicFile)) {
            KeyPair made = make();
            Files.createDirectories(directory);
            Files.writeString(privateFile, pem("PRIVATE KEY", made.getPrivate().getEncoded()));
            Files.writeString(publicFile, pem("PUBLIC KEY", made.getPublic().getEncoded()));
        }
        return new LogKey(Files.readString(privateFile), publicFile);
    }

    private static KeyPair make() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform since 15 has Ed25519", e);
        }
    }

    private static String pem(String what, byte[] encoded) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(encoded) + "\n-----END " + what
                + "-----\n";
    }
}
