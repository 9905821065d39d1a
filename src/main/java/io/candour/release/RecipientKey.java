package io.candour.release;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.api.OpenPGPApi;
import org.bouncycastle.openpgp.api.OpenPGPCertificate;
import org.bouncycastle.openpgp.api.bc.BcOpenPGPApi;

/** The OpenPGP certificate (RFC 9580) of who is to read an extract; nobody else can, we neither. Safe for use by many threads. */
final class RecipientKey {
    private final OpenPGPApi openPgp = new BcOpenPGPApi();
    private final OpenPGPCertificate certificate;

    private RecipientKey(OpenPGPCertificate certificate) {
        this.certificate = certificate;
    }

    /** @throws IllegalArgumentException where this is no certificate that something can be sealed for now */
    static RecipientKey read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            OpenPGPCertificate certificate =
                    new BcOpenPGPApi().readKeyOrCertificate().parseCertificate(in);
            if (certificate.getEncryptionKeys().isEmpty()) {
                throw new IllegalArgumentException(file + " is a certificate that nothing can be sealed for");
            }
            return new RecipientKey(certificate);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " is no OpenPGP certificate that can be read", e);
        }
    }

    /** As people compare it. */
    String fingerprint() {
        return certificate.getPrettyFingerprint();
    }

    /** What is written to this is sealed on its way; complete once closed, which closes the other too. */
    OutputStream sealing(OutputStream sealed) throws IOException {
        try {
            return openPgp.signAndOrEncryptMessage()
                    .setArmored(false)
                    .addEncryptionCertificate(certificate)
                    .open(sealed);
        } catch (PGPException e) {
            throw new IOException("nothing can be sealed for " + fingerprint(), e);
        }
    }
}
