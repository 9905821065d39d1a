package io.candour.audit;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/**
 * Reads the keys that checkpoints are signed and checked with (RFC 8410), as {@code openssl genpkey -algorithm ed25519}
 * and {@code openssl pkey -pubout} write them: PEM, or its Base64 alone.
 */
public final class Ed25519Keys {

    private Ed25519Keys() {}

    /** @throws IllegalArgumentException for anything but an unencrypted PKCS#8 Ed25519 key; never quotes it */
    public static PrivateKey privateKey(String pkcs8) {
        try {
            return KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(decoded(pkcs8)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException("not an Ed25519 private key in PKCS#8");
        }
    }

    /** @throws IllegalArgumentException for anything but an Ed25519 SubjectPublicKeyInfo */
    public static PublicKey publicKey(String subjectPublicKeyInfo) {
        try {
            return KeyFactory.getInstance("Ed25519")
                    .generatePublic(new X509EncodedKeySpec(decoded(subjectPublicKeyInfo)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException("not an Ed25519 public key");
        }
    }

    private static byte[] decoded(String pem) {
        return Base64.getDecoder()
                .decode(pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", ""));
    }
}
