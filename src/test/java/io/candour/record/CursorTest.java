package io.candour.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class CursorTest {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final Order.Position PLACE = new Order.Position("2020-01-02T03:04:05Z", "some-id");

    private final Cursor cursors = new Cursor(new byte[32]);

    @Test
    void aCursorIsReadBackForTheSameBinding() {
        String cursor = cursors.write(PLACE, "caller and query", NOW.plusSeconds(60));

        assertThat(cursors.read(cursor, "caller and query", NOW)).contains(PLACE);
        assertThat(cursor).matches("[A-Za-z0-9_-]+");
    }

    @Test
    void anotherCallerOrQueryOpensNothing() {
        String cursor = cursors.write(PLACE, "caller and query", NOW.plusSeconds(60));

        assertThat(cursors.read(cursor, "another", NOW)).isEmpty();
    }

    @Test
    void anotherKeysCursorIsReadWhereThatKeyIsAcceptedAndNowhereElse() {
        byte[] newer = new byte[32];
        newer[0] = 1;
        String old = cursors.write(PLACE, "b", NOW.plusSeconds(60));
        Cursor both = new Cursor(newer, List.of(new byte[32]));

        assertThat(new Cursor(newer).read(old, "b", NOW)).isEmpty();
        assertThat(both.read(old, "b", NOW)).contains(PLACE);
        assertThat(cursors.read(both.write(PLACE, "b", NOW.plusSeconds(60)), "b", NOW))
                .as("signed with the newer one")
                .isEmpty();
    }

    @Test
    void anExpiredCursorOpensNothing() {
        String cursor = cursors.write(PLACE, "b", NOW.plusSeconds(60));

        assertThat(cursors.read(cursor, "b", NOW.plusSeconds(61))).isEmpty();
    }

    @Test
    void whereBytesMoveBetweenPlaceAndBindingTheCursorOpensNothing() {
        String cursor = cursors.write(new Order.Position("t", "ab"), "cd", NOW.plusSeconds(60));
        byte[] bytes = Base64.getUrlDecoder().decode(cursor);
        byte[] shorter = java.util.Arrays.copyOf(bytes, bytes.length - 1);

        assertThat(cursors.read(Base64.getUrlEncoder().withoutPadding().encodeToString(shorter), "bcd", NOW))
                .isEmpty();
    }

    @Test
    void noChangedBitIsAccepted() {
        byte[] bytes = Base64.getUrlDecoder().decode(cursors.write(PLACE, "b", NOW.plusSeconds(60)));
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] changed = bytes.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);

            assertThat(cursors.read(Base64.getUrlEncoder().encodeToString(changed), "b", NOW))
                    .isEmpty();
        }
    }

    @Test
    void nonsenseOpensNothing() {
        for (String nonsense : new String[] {"", "A", "!!!", "AAAA", "A".repeat(10_000)}) {
            assertThat(cursors.read(nonsense, "b", NOW)).isEmpty();
        }
    }

    @Test
    void aShortKeyIsRefused() {
        assertThatThrownBy(() -> new Cursor(new byte[31])).isInstanceOf(IllegalArgumentException.class);
    }
}
