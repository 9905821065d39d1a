package io.candour.portal.choice;

import java.time.LocalDate;
import java.util.Optional;

/**
 * Something that is to be hidden.
 *
 * @param from {@code Organization/id}, {@code Practitioner/id} or {@code RelatedPerson/id}; empty for all who care for the
 *     person
 * @param until the last day; empty for no end
 * @param emergency whether staff may see it all the same in an emergency; empty where that was not asked
 */
record Hiding(What what, Optional<Named> from, Optional<LocalDate> until, Optional<Boolean> emergency) {
    /** Somebody or something, by its reference and by what it is called. */
    record Named(String reference, String name) {}

    /** What is hidden. */
    sealed interface What permits All, Kind, Entry {}

    /** All of the record. */
    record All() implements What {}

    /** One kind of entry: a code of the categories. */
    record Kind(String category) implements What {}

    /** One entry. */
    record Entry(Named entry) implements What {}
}
