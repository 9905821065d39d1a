package io.candour.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Ed25519KeysTest {

    // RFC 8410, section 10.3 and 10.1.
    private static final String PRIVATE =
            """
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
            -----END PRIVATE KEY-----
            """;

    private static final String PUBLIC =
            """
            -----BEGIN PUBLIC KEY-----
            MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
            -----END PUBLIC KEY-----
            """;

    @Test
    void keysWhenReadFromPemThenOneChecksWhatTheOtherSigned() {
        SignedCheckpoint signed = SignedCheckpoint.sign(
                new Checkpoint(1, Instant.EPOCH, Hash.ZERO, Optional.empty(), Optional.empty(), List.of()),
                Ed25519Keys.privateKey(PRIVATE));

        assertThat(signed.isSignedBy(Ed25519Keys.publicKey(PUBLIC))).isTrue();
    }

    @Test
    void keysWhenGivenAsBase64AloneThenRead() {
        KeyPair pair = Keys.ed25519();

        assertThat(Ed25519Keys.privateKey(
                        Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded())))
                .isEqualTo(pair.getPrivate());
        assertThat(Ed25519Keys.publicKey(
                        Base64.getEncoder().encodeToString(pair.getPublic().getEncoded())))
                .isEqualTo(pair.getPublic());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "secret words", "AAAA", PUBLIC})
    void privateKeyWhenItIsNoneThenRefusedWithoutQuotingIt(String text) {
        assertThatThrownBy(() -> Ed25519Keys.privateKey(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not an Ed25519 private key in PKCS#8")
                .hasNoCause();
    }
}
