package io.candour.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candour.release.ExtractRules;
import io.candour.release.ReleaseRules;
import java.time.Duration;
import java.time.LocalTime;
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
        assertThat(bind(Map.of()).rules())
                .isEqualTo(new ReleaseRules(Duration.ofDays(28), 8, 5, LocalTime.of(2, 0), Duration.ofMinutes(5)));
    }

    @Test
    void rulesWhenSaidThenThose() {
        assertThat(bind(Map.of(
                                "candour.release.notice", "90d",
                                "candour.release.smallest", "12",
                                "candour.release.round-to", "10",
                                "candour.release.reconcile-at", "23:30",
                                "candour.release.rounds", "1h"))
                        .rules())
                .isEqualTo(new ReleaseRules(Duration.ofDays(90), 12, 10, LocalTime.of(23, 30), Duration.ofHours(1)));
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

    @Test
    void extractsWhenNothingIsSaidThenNobodyGetsAny() {
        assertThat(bind(Map.of()).extractRules()).isEqualTo(ExtractRules.NONE);
    }

    @Test
    void extractsWhenTheyCannotBeGivenThenThePropertyIsNamed() {
        String programme = "candour.release.extracts.programmes.p.";
        assertThatThrownBy(() -> bind(Map.of(programme + "recipient-key", "k")))
                .hasRootCauseMessage(
                        "candour.release.extracts.directory must be given where a programme gets extracts");
        assertThatThrownBy(
                        () -> bind(Map.of(programme + "recipient-key", "k", "candour.release.extracts.directory", "d")))
                .hasRootCauseMessage(
                        "candour.release.extracts.pseudonym-keys must be given where a programme gets extracts");
        assertThatThrownBy(() -> bind(Map.of(programme + "dates", "year")))
                .hasRootCauseMessage("candour.release.extracts.programmes must each have a recipient-key");
        assertThatThrownBy(() -> bind(Map.of(programme + "recipient-key", "k", programme + "reach", "0d")))
                .hasRootCauseMessage("candour.release.extracts.programmes must each have a reach longer than nothing");
        assertThatThrownBy(() -> bind(Map.of("candour.release.extracts.erase-within", "0s")))
                .hasRootCauseMessage("candour.release.extracts.erase-within must be longer than nothing");
        assertThatThrownBy(() -> bind(Map.of(
                                "candour.release.extracts.directory", "d",
                                "candour.release.extracts.pseudonym-keys", "/nowhere/keys"))
                        .extractRules())
                .hasMessage("candour.release.extracts can't be used: /nowhere/keys can't be read");
    }
}
