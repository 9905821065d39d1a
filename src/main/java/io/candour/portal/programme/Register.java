package io.candour.portal.programme;

import io.candour.portal.programme.Programme.Recipient;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The register on one page.
 *
 * @param sections by where programmes stand; those without any are left out
 * @param organisations who gets what comes out, by name
 * @param answers how many have left
 * @param extracts how many copies of rows have left
 */
record Register(List<Section> sections, List<Organisation> organisations, int answers, int extracts) {
    /** States in the order in which people want to know of them. */
    private static final List<List<String>> ORDER = List.of(
            List.of("active"),
            List.of("approved"),
            List.of("in-review"),
            List.of("completed", "administratively-completed", "disapproved"));

    /** @param state the first state of those in it, which its messages are called after */
    record Section(String state, List<Programme> programmes) {}

    /**
     * One organisation.
     *
     * @param answers how many were given out to all of its programmes
     * @param extracts how many copies of rows
     */
    record Organisation(Recipient recipient, int programmes, int answers, int extracts) {}

    static Register of(List<Programme> all) {
        List<Section> sections = ORDER.stream()
                .map(states -> new Section(
                        states.get(0),
                        all.stream()
                                .filter(each -> states.contains(each.state()))
                                .sorted(Comparator.comparing(Programme::title).thenComparing(Programme::id))
                                .toList()))
                .filter(section -> !section.programmes().isEmpty())
                .toList();
        List<Organisation> organisations = all.stream()
                .collect(Collectors.groupingBy(each -> each.recipient().code(), TreeMap::new, Collectors.toList()))
                .values()
                .stream()
                .map(each -> new Organisation(each.get(0).recipient(), each.size(), answers(each), extracts(each)))
                .sorted(Comparator.comparing(each -> each.recipient().name()))
                .toList();
        return new Register(sections, organisations, answers(all), extracts(all));
    }

    private static int answers(List<Programme> programmes) {
        return programmes.stream().mapToInt(Programme::answers).sum();
    }

    private static int extracts(List<Programme> programmes) {
        return programmes.stream().mapToInt(Programme::extracts).sum();
    }
}
