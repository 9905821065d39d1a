package io.candour.portal.words;

import java.util.Optional;

/**
 * One thing that an item says.
 *
 * @param words what it says
 * @param item the item of a record that it names, as "Condition/123"; empty where it names none
 */
public record Value(String words, Optional<String> item) {
    static Value of(String words) {
        return new Value(words, Optional.empty());
    }
}
