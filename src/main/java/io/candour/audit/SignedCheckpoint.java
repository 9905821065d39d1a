package io.candour.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;

/**
 * A checkpoint as published and as kept outside: its text, and an Ed25519 signature (RFC 8032) over that text's bytes.
 */
public final class SignedCheckpoint {

    private static final String SIGNATURE = "signature ";

    private final Checkpoint checkpoint;
    private final byte[] signature;

    private SignedCheckpoint(Checkpoint checkpoint, byte[] signature) {
        this.checkpoint = checkpoint;
        this.signature = signature;
    }

    static SignedCheckpoint sign(Checkpoint checkpoint, PrivateKey key) {
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(key);
            signer.update(checkpoint.body().getBytes(UTF_8));
            return new SignedCheckpoint(checkpoint, signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the checkpoint can't be signed: is the key an Ed25519 key?", e);
        }
    }

    static SignedCheckpoint stored(String body, byte[] signature) {
        return new SignedCheckpoint(Checkpoint.parse(body), signature);
    }

    /** @throws IllegalArgumentException for anything but what {@link #toString} writes */
    public static SignedCheckpoint parse(String text) {
        int at = text.lastIndexOf(SIGNATURE);
        if (at < 0) {
            throw new IllegalArgumentException("a checkpoint without a signature");
        }
        return stored(
                text.substring(0, at),
                Base64.getDecoder()
                        .decode(text.substring(at + SIGNATURE.length()).strip()));
    }

    /** Whether one of these keys signed it. */
    public boolean isSignedBy(Collection<PublicKey> keys) {
        return keys.stream().anyMatch(this::isSignedBy);
    }

    public boolean isSignedBy(PublicKey key) {
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(checkpoint.body().getBytes(UTF_8));
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            // A signature of the wrong length, or a key of another kind: not signed by it.
            return false;
        }
    }

    public long number() {
        return checkpoint.number();
    }

    /** When it was taken, on the database's clock. */
    public Instant at() {
        return checkpoint.at();
    }

    Checkpoint checkpoint() {
        return checkpoint;
    }

    byte[] signature() {
        return signature.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SignedCheckpoint that
                && checkpoint.equals(that.checkpoint)
                && Arrays.equals(signature, that.signature);
    }

    @Override
    public int hashCode() {
        return checkpoint.hashCode();
    }

    /** The text to publish. */
    @Override
    public String toString() {
        return checkpoint.body() + SIGNATURE + Base64.getEncoder().encodeToString(signature) + "\n";
    }
}
