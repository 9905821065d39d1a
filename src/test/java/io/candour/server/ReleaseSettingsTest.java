package io.candour.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candour.release.ReleaseRules;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Secondary uses as they are configured. */
class ReleaseSettingsTest {
    private static ReleaseSettings bind(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("candour.release", ReleaseSettings.class);
    }

    @Test
    void rulesWhenNothingIsSaidThenFourWeeksAndNumbersAsNationalStatisticsHaveThem() {
        assertThat(bind(Map.of()).rules()).isEqualTo(new ReleaseRules(Duration.ofDays(28), 8, 5));
    }

    @Test
    void rulesWhenSaidThenThose() {
        assertThat(bind(Map.of(
                                "candour.release.notice", "90d",
                                "candour.release.smallest", "12",
                                "candour.release.round-to", "10"))
                        .rules())
                .isEqualTo(new ReleaseRules(Duration.ofDays(90), 12, 10));
    }

    @Test
    void bindWhenAPersonCouldBeToldThenThePropertyIsNamed() {
        assertThatThrownBy(() -> bind(Map.of("candour.release.notice", "0s")))
                .hasRootCauseMessage("candour.release.notice must be an hour or more");
        assertThatThrownBy(() -> bind(Map.of("candour.release.smallest", "1", "candour.release.round-to", "1")))
                .hasRootCauseMessage("candour.release.smallest must be 2 or more: a number of one is a person");
        assertThatThrownBy(() -> bind(Map.of("candour.release.round-to", "8")))
                .hasRootCauseMessage("candour.release.round-to must be 1 or more, and less than smallest");
    }
}
