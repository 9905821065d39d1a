package io.candour.portal.words;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * One item of a record, as people read it.
 *
 * @param type the resource type
 * @param id the logical id
 * @param version the version; empty where the resource does not say
 * @param kind what such an item is called: "Prescription"
 * @param name what it is of
 * @param recordedAs what its sender called it, where {@code name} is another
 * @param day the day it happened
 * @param when the same with the time, or from when until when
 * @param date the same for sorting and drawing; of a month or year the first day
 * @param state what became of it, where that matters
 * @param wrong whether its sender says that it is wrong: entered in error, or ruled out
 * @param results what was found, of tests and measurements
 * @param facts everything else that it says
 * @param from who is responsible for it, as far as it says so itself
 */
public record Entry(
        String type,
        String id,
        Optional<String> version,
        String kind,
        String name,
        Optional<String> recordedAs,
        Optional<String> day,
        Optional<String> when,
        Optional<LocalDate> date,
        Optional<String> state,
        boolean wrong,
        List<Measured> results,
        List<Fact> facts,
        Optional<String> from) {

    /** As "Condition/123". */
    public String reference() {
        return type + "/" + id;
    }
}
