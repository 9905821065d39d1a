package io.candour.audit;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What people of one organisation did on one day, newest first. */
public record AccessGroup(LocalDate day, Optional<String> organisation, List<AccessLine> lines) {

    private record Key(LocalDate day, Optional<String> organisation) {}

    public AccessGroup {
        Objects.requireNonNull(day, "day");
        Objects.requireNonNull(organisation, "organisation");
        lines = List.copyOf(lines);
    }

    /**
     * Groups of lines that come newest first; within a day the organisation that was there last comes first.
     *
     * @param zone what a day is
     */
    public static List<AccessGroup> of(List<AccessLine> lines, ZoneId zone) {
        Map<Key, List<AccessLine>> groups = new LinkedHashMap<>();
        for (AccessLine line : lines) {
            Key key = new Key(LocalDate.ofInstant(line.at(), zone), line.organisation());
            groups.computeIfAbsent(key, any -> new ArrayList<>()).add(line);
        }
        return groups.entrySet().stream()
                .map(group ->
                        new AccessGroup(group.getKey().day(), group.getKey().organisation(), group.getValue()))
                .toList();
    }
}
