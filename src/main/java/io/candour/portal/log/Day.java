package io.candour.portal.log;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rows of one day, by organisation in the order in which they looked last. */
public record Day(LocalDate day, List<Group> groups) {
    public Day {
        groups = List.copyOf(groups);
    }

    /** The rows of one organisation on that day; empty where nobody acted for one. */
    public record Group(Optional<String> organisation, List<Look> looks) {
        public Group {
            looks = List.copyOf(looks);
        }
    }

    /** @param looks newest first */
    static List<Day> of(List<Look> looks) {
        List<Day> days = new ArrayList<>();
        for (LocalDate day : looks.stream().map(Look::day).distinct().toList()) {
            List<Look> then =
                    looks.stream().filter(look -> look.day().equals(day)).toList();
            List<Group> groups = then.stream()
                    .map(Look::organisation)
                    .distinct()
                    .map(organisation -> new Group(
                            organisation,
                            then.stream()
                                    .filter(look -> look.organisation().equals(organisation))
                                    .toList()))
                    .toList();
            days.add(new Day(day, groups));
        }
        return days;
    }
}
