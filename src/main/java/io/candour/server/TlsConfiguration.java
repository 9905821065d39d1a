package io.candour.server;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.boot.ssl.pem.PemSslStore;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;
import org.springframework.boot.web.server.ConfigurableWebServerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.StringUtils;

/**
 * A certificate and a key that can't be used stop the start. Without this a server with another's key would be ready, and
 * nobody could talk to it.
 */
@Configuration(proxyBeanMethods = false)
class TlsConfiguration {
    private static final String CERTIFICATE = "server.ssl.certificate";
    private static final String KEY = "server.ssl.certificate-private-key";
    private static final byte[] ANYTHING =
            "signed to see whether it can be verified".getBytes(StandardCharsets.US_ASCII);
    /** What signs with a key of each kind. */
    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

    @Bean
    WebServerFactoryCustomizer<ConfigurableWebServerFactory> usableCertificate(ServerProperties server) {
        return factory -> {
            Ssl tls = server.getSsl();
            if (tls != null && Ssl.isEnabled(tls) && StringUtils.hasText(tls.getCertificate())) {
                check(tls);
            }
        };
    }

    private static void check(Ssl tls) {
        PemSslStore store = PemSslStore.load(PemSslStoreDetails.forCertificate(tls.getCertificate())
                .withPrivateKey(tls.getCertificatePrivateKey())
                .withPrivateKeyPassword(tls.getKeyPassword()));
        List<X509Certificate> certificates =
                read(store::certificates, CERTIFICATE, "is no PEM certificate that can be read");
        PrivateKey key = read(store::privateKey, KEY, "is no PEM private key that can be read");
        if (!belongTogether(key, certificates.get(0).getPublicKey())) {
            throw new BadSetting(KEY, "is not the key of " + CERTIFICATE);
        }
    }

    /** Keeps nothing of what the libraries say, who quote what they read. */
    private static <T> T read(Supplier<@Nullable T> part, String property, String problem) {
        try {
            return Objects.requireNonNull(part.get());
        } catch (RuntimeException unreadable) {
            throw new BadSetting(property, problem);
        }
    }

    private static boolean belongTogether(PrivateKey key, PublicKey certified) {
        String algorithm = SIGNATURES.get(key.getAlgorithm());
        if (algorithm == null || !key.getAlgorithm().equals(certified.getAlgorithm())) {
            return false;
        }
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(ANYTHING);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            signature.update(ANYTHING);
            return signature.verify(signed);
        } catch (GeneralSecurityException cannot) {
            return false;
        }
    }
}
