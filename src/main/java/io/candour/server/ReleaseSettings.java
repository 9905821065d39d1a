package io.candour.server;

import io.candour.release.ReleaseRules;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Secondary uses of records.
 *
 * @param notice for how long people know of a programme, at the least, before it begins
 * @param smallest the smallest number of people that is told of; fewer, if any, are suppressed
 * @param roundTo what numbers are rounded to the nearest multiple of
 * @throws BadSetting naming the property
 */
@ConfigurationProperties("candour.release")
public record ReleaseSettings(
        @DefaultValue("28d") Duration notice, @DefaultValue("8") int smallest, @DefaultValue("5") int roundTo) {
    private static final String PREFIX = "candour.release.";

    public ReleaseSettings {
        if (notice.compareTo(Duration.ofHours(1)) < 0) {
            throw new BadSetting(PREFIX + "notice", "must be an hour or more");
        }
        if (smallest < 2) {
            throw new BadSetting(PREFIX + "smallest", "must be 2 or more: a number of one is a person");
        }
        if (roundTo < 1 || roundTo >= smallest) {
            throw new BadSetting(PREFIX + "round-to", "must be 1 or more, and less than smallest");
        }
    }

    ReleaseRules rules() {
        return new ReleaseRules(notice, smallest, roundTo);
    }
}
