package io.candour.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordSettingsTest {
    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

    @Test
    void keys_areReadFromBase64() {
        RecordSettings settings = new RecordSettings(KEY, List.of(KEY));

        assertThat(settings.cursorKeyBytes()).hasSize(32);
        assertThat(settings.otherCursorKeyBytes()).singleElement().isEqualTo(new byte[32]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not Base64!", "c2hvcnQ="})
    void whatIsNoKey_isRefusedByNameAndNotTold(String given) {
        assertThatThrownBy(() -> new RecordSettings(given, List.of()))
                .isInstanceOf(BadSetting.class)
                .hasMessageContaining("candour.record.cursor-key")
                .hasMessageEndingWith("must be Base64 of at least 32 bytes");
        assertThatThrownBy(() -> new RecordSettings(KEY, List.of(given)))
                .isInstanceOf(BadSetting.class)
                .hasMessageContaining("candour.record.other-cursor-keys");
    }
}
