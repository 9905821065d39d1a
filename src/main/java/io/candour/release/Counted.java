package io.candour.release;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who was counted, group by group: true numbers, which leave this room for nobody.
 *
 * @param groups those with somebody in them, and the one of a question without breakdowns, in order
 */
record Counted(List<Group> groups) {

    /** @param names in order of the question's breakdowns */
    record Group(List<String> names, SortedSet<String> people) {
        Group {
            names = List.copyOf(names);
            people = Collections.unmodifiableSortedSet(new TreeSet<>(people));
        }
    }

    Counted {
        groups = List.copyOf(groups);
    }

    /** Gathers people one by one. Used by one thread. */
    static final class Gathering {
        private static final String BETWEEN = "\n";
        private final TreeMap<String, SortedSet<String>> people = new TreeMap<>();

        Gathering(Question question) {
            if (question.by().isEmpty()) {
                people.put("", new TreeSet<>());
            }
        }

        void add(List<String> names, String patient) {
            people.computeIfAbsent(String.join(BETWEEN, names), any -> new TreeSet<>())
                    .add(patient);
        }

        Counted counted() {
            List<Group> groups = new ArrayList<>();
            people.forEach((names, who) ->
                    groups.add(new Group(names.isEmpty() ? List.of() : List.of(names.split(BETWEEN, -1)), who)));
            return new Counted(groups);
        }
    }

    /** Everybody. */
    Set<String> people() {
        Set<String> all = new TreeSet<>();
        groups.forEach(group -> all.addAll(group.people()));
        return all;
    }
}
