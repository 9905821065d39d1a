package io.candour.server;

import io.candour.release.ExtractRules;
import io.candour.release.ExtractRules.Place;
import io.candour.release.ExtractTerms;
import io.candour.release.OptOutRules;
import io.candour.release.ReleaseRules;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.Period;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Secondary uses of records.
 *
 * @param notice for how long people know of a programme, at the least, before it begins
 * @param smallest the smallest number of people that is told of; fewer, if any, are suppressed
 * @param roundTo what numbers are rounded to the nearest multiple of
 * @param reconcileAt from when on each day what was let out is held against what people said, in the deployment's zone
 * @param rounds how often it is looked whether that is due, and whether copies are overdue
 * @param extracts copies of rows, which no programme gets unless it is named here
 * @param nationalOptOut who has opted out nationally, which is not asked unless it is said where
 * @throws BadSetting naming the property
 */
@ConfigurationProperties("candour.release")
public record ReleaseSettings(
        @DefaultValue("28d") Duration notice,
        @DefaultValue("8") int smallest,
        @DefaultValue("5") int roundTo,
        @DefaultValue("02:00") LocalTime reconcileAt,
        @DefaultValue("5m") Duration rounds,
        @DefaultValue Extracts extracts,
        @DefaultValue NationalOptOut nationalOptOut) {
    private static final String PREFIX = "candour.release.";

    public ReleaseSettings {
        if (notice.compareTo(Duration.ofHours(1)) < 0) {
            throw new BadSetting(PREFIX + "notice", "must be an hour or more");
        }
        if (rounds.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new BadSetting(PREFIX + "rounds", "must be a second or more");
        }
        if (smallest < 2) {
            throw new BadSetting(PREFIX + "smallest", "must be 2 or more: a number of one is a person");
        }
        if (roundTo < 1 || roundTo >= smallest) {
            throw new BadSetting(PREFIX + "round-to", "must be 1 or more, and less than smallest");
        }
    }

    /**
     * @param directory where they are written; all replicas share it
     * @param pseudonymKeys file of the keys for pseudonyms, a name and 32 bytes or more in Base64 a line; the last is in force
     * @param programmes those that get extracts, by id
     * @param eraseWithin by when a recipient is to have erased what it has of somebody who took their yes back
     */
    public record Extracts(
            @DefaultValue("") String directory,
            @DefaultValue("") String pseudonymKeys,
            @DefaultValue Map<String, Terms> programmes,
            @DefaultValue("30d") Duration eraseWithin) {
        private static final String EXTRACTS = PREFIX + "extracts.";

        public Extracts {
            programmes = Map.copyOf(programmes);
            if (eraseWithin.isZero() || eraseWithin.isNegative()) {
                throw new BadSetting(EXTRACTS + "erase-within", "must be longer than nothing");
            }
            if (!programmes.isEmpty() && directory.isEmpty()) {
                throw new BadSetting(EXTRACTS + "directory", "must be given where a programme gets extracts");
            }
            if (!programmes.isEmpty() && pseudonymKeys.isEmpty()) {
                throw new BadSetting(EXTRACTS + "pseudonym-keys", "must be given where a programme gets extracts");
            }
        }

        private ExtractRules rules() {
            Optional<Place> place = directory.isEmpty() || pseudonymKeys.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Place(Path.of(directory), Path.of(pseudonymKeys)));
            Map<String, ExtractTerms> terms = new TreeMap<>();
            programmes.forEach((programme, each) -> terms.put(programme, each.terms()));
            ExtractRules rules = new ExtractRules(place, terms, eraseWithin);
            try {
                rules.check();
            } catch (IllegalArgumentException e) {
                throw new BadSetting(PREFIX + "extracts", "can't be used: " + e.getMessage());
            }
            return rules;
        }
    }

    /**
     * On what terms one programme gets extracts.
     *
     * @param recipientKey file of the OpenPGP certificate that they are sealed for
     * @param dates how dates are told: year, month or shifted
     * @param reach for how far back they have items
     */
    public record Terms(
            @DefaultValue("") String recipientKey,
            @DefaultValue("month") ExtractTerms.Dates dates,
            @DefaultValue("10y") Period reach) {
        public Terms {
            if (recipientKey.isEmpty()) {
                throw new BadSetting(PREFIX + "extracts.programmes", "must each have a recipient-key");
            }
            if (reach.isZero() || reach.isNegative()) {
                throw new BadSetting(PREFIX + "extracts.programmes", "must each have a reach longer than nothing");
            }
        }

        private ExtractTerms terms() {
            return new ExtractTerms(Path.of(recipientKey), dates, reach);
        }
    }

    /**
     * @param exchange directory in which files go to the national check service ({@code out}) and come back ({@code in})
     * @param keep for how long an answer counts
     * @param bypass programmes that it does not apply to, by id: explicit-consent, legal-duty, public-interest or anonymised
     */
    public record NationalOptOut(
            @DefaultValue("") String exchange,
            @DefaultValue("24h") Duration keep,
            @DefaultValue Map<String, OptOutRules.Bypass> bypass) {
        public NationalOptOut {
            bypass = Map.copyOf(bypass);
            if (keep.isZero() || keep.isNegative()) {
                throw new BadSetting(PREFIX + "national-opt-out.keep", "must be longer than nothing");
            }
        }
    }

    OptOutRules optOutRules() {
        return new OptOutRules(
                Optional.of(nationalOptOut.exchange())
                        .filter(exchange -> !exchange.isEmpty())
                        .map(Path::of),
                nationalOptOut.keep(),
                nationalOptOut.bypass());
    }

    /** Reads the files that are named. */
    public ExtractRules extractRules() {
        return extracts.rules();
    }

    ReleaseRules rules() {
        return new ReleaseRules(notice, smallest, roundTo, reconcileAt, rounds);
    }
}
