package io.candour.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @ParameterizedTest
    @CsvSource({"s-1, u-1", "'two words', 'a b'", "'', u", "'ü/+%', '%20'"})
    void textIsReadBackAsItWas(String id, String subject) {
        Session session = new Session(Optional.of(id), subject, NOON);

        assertThat(Session.parse(session.text())).isEqualTo(session);
    }

    @Test
    void anotherTokenOfTheSameSecondIsOfTheSameSession() {
        assertThat(new Session(Optional.of("s"), "u", NOON.plusMillis(999)).text())
                .isEqualTo(new Session(Optional.of("s"), "u", NOON).text());
    }

    @Test
    void aSessionIsFiledUnderItselfAndItsUser() {
        assertThat(new Session(Optional.of("s"), "u", NOON).names()).containsExactly("sid:s", "sub:u");
        assertThat(new Session(Optional.empty(), "u", NOON).names()).containsExactly("sub:u");
        assertThat(new Session(Optional.of(""), "u", NOON).names()).containsExactly("sub:u");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "1 u", "x u s", "1 u s t"})
    void whatIsNoSessionIsNotReadAsOne(String text) {
        assertThatThrownBy(() -> Session.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
