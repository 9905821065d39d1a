package io.candour.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** How far rights go that events create, as it is configured. */
class AccessSettingsTest {
    private static AccessSettings bind(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("candour.access", AccessSettings.class);
    }

    @Test
    void rulesWhenNothingIsSaidThenTheStandardOnes() {
        AccessSettings settings = bind(Map.of());

        assertThat(settings.rules().emergency()).isEqualTo(Duration.ofHours(4));
        assertThat(settings.rules().emergencyRoles()).containsExactly("emergency-access");
        assertThat(settings.rules().proxies().proxy()).isEqualTo(16);
        assertThat(settings.rules().raised()).isEqualTo(20);
        assertThat(settings.care().reach().encounter()).isEqualTo(Duration.ofDays(730));
    }

    @Test
    void rulesWhenSaidThenThose() {
        AccessSettings settings = bind(Map.of(
                "candour.access.emergency", "30m",
                "candour.access.care.team", "7d",
                "candour.access.proxy.own-age", "16",
                "candour.access.raised.open", "2",
                "candour.access.lookups-per-hour", "3"));

        assertThat(settings.rules().emergency()).isEqualTo(Duration.ofMinutes(30));
        assertThat(settings.care().reach().team()).isEqualTo(Duration.ofDays(7));
        assertThat(settings.rules().proxies().own()).isEqualTo(16);
        assertThat(settings.rules().raised()).isEqualTo(2);
        assertThat(settings.rules().lookups()).isEqualTo(3);
    }

    @Test
    void bindWhenNothingIsLeftOfARightThenThePropertyIsNamed() {
        assertThatThrownBy(() -> bind(Map.of("candour.access.emergency", "0s")))
                .hasRootCauseInstanceOf(BadSetting.class)
                .hasRootCauseMessage("candour.access.emergency must be longer than nothing");
        assertThatThrownBy(() -> bind(Map.of("candour.access.lookups-per-hour", "0")))
                .hasRootCauseInstanceOf(BadSetting.class);
        assertThatThrownBy(() -> bind(Map.of("candour.access.raised.open", "0")))
                .hasRootCauseMessage("candour.access.raised.open must be 1 or more");
        assertThatThrownBy(() -> bind(Map.of("candour.access.care.referral", "-1d")))
                .hasRootCauseMessage("candour.access.care.referral must be longer than nothing");
    }
}
