package io.candour.release;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What a deployment settles about extracts: of no programme unless it says so.
 *
 * @param place where they are written, and what pseudonyms are made with; empty where there are none
 * @param programmes terms by the programme's id
 * @param eraseWithin by when a recipient is to have erased what it has of somebody who took their yes back
 */
public record ExtractRules(Optional<Place> place, Map<String, ExtractTerms> programmes, Duration eraseWithin) {

    /** That there are none. */
    public static final ExtractRules NONE = new ExtractRules(Optional.empty(), Map.of(), Duration.ofDays(30));

    /**
     * @param directory which all replicas share
     * @param keys file of the keys for pseudonyms
     */
    public record Place(Path directory, Path keys) {}

    public ExtractRules {
        programmes = Map.copyOf(programmes);
        if (place.isEmpty() && !programmes.isEmpty()) {
            throw new IllegalArgumentException("extracts are written to some place");
        }
        if (eraseWithin.isNegative() || eraseWithin.isZero()) {
            throw new IllegalArgumentException("recipients have some time to erase a copy");
        }
    }

    /**
     * Reads what the files say that are named, and forgets it.
     *
     * @throws IllegalArgumentException saying what is wrong with which
     */
    public void check() {
        place.ifPresent(each -> PseudonymKeys.read(each.keys()));
        programmes.values().forEach(terms -> RecipientKey.read(terms.recipientKey()));
    }

    /** On what terms this programme gets extracts; empty where it gets none. */
    Optional<ExtractTerms> of(String programme) {
        return Optional.ofNullable(programmes.get(programme));
    }
}
