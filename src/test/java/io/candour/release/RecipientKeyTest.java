package io.candour.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bouncycastle.bcpg.PublicKeyPacket;
import org.bouncycastle.openpgp.api.OpenPGPKey;
import org.bouncycastle.openpgp.api.bc.BcOpenPGPApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is sealed for a recipient is read by them alone. */
class RecipientKeyTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path place;

    @Test
    void sealingThenTheRecipientReadsItAndNobodyElse() throws Exception {
        OpenPGPKey key = ExtractWorld.key("University");
        Path certificate = Files.writeString(place.resolve("key.asc"), ExtractWorld.armored(key));
        Path sealed = place.resolve("sealed.pgp");
        String text = "line\n".repeat(100_000);
        RecipientKey recipient = RecipientKey.read(certificate);

        try (OutputStream out = recipient.sealing(Files.newOutputStream(sealed))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }

        assertThat(ExtractWorld.opened(sealed, key)).isEqualTo(text);
        assertThat(new String(Files.readAllBytes(sealed), StandardCharsets.ISO_8859_1))
                .doesNotContain("line\nline");
        assertThatThrownBy(() -> ExtractWorld.opened(sealed, ExtractWorld.key("Somebody else")))
                .isInstanceOf(IllegalStateException.class);
        assertThat(recipient.fingerprint().replace(" ", "")).hasSize(40);
    }

    @Test
    void readWhenNothingCanBeSealedForItThenSaysSo() throws Exception {
        Path none = Files.writeString(place.resolve("none.asc"), "no key");
        Path secret = Files.writeString(
                place.resolve("secret.asc"), ExtractWorld.key("University").toAsciiArmoredString());
        Path signing = Files.writeString(
                place.resolve("signing.asc"),
                ExtractWorld.armored(new BcOpenPGPApi()
                        .generateKey(PublicKeyPacket.VERSION_4)
                        .signOnlyKey()
                        .build()));

        for (Path wrong : new Path[] {none, secret, signing, place.resolve("missing")}) {
            assertThatThrownBy(() -> RecipientKey.read(wrong))
                    .as(wrong.toString())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(wrong.toString());
        }
    }
}
