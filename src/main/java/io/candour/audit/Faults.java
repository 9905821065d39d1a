package io.candour.audit;

import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Failures as operators may read them: the database's messages quote rows, so kinds and SQLSTATEs have to do. */
final class Faults {

    private Faults() {}

    static String describe(Throwable failure) {
        Set<Throwable> causes = new LinkedHashSet<>();
        for (Throwable each = failure; each != null && causes.add(each); each = each.getCause()) {
            // The set both collects and ends a cycle.
        }
        return causes.stream().map(Faults::name).collect(Collectors.joining(" < "));
    }

    private static String name(Throwable failure) {
        String kind = failure.getClass().getSimpleName();
        return failure instanceof SQLException sql ? kind + " " + sql.getSQLState() : kind;
    }
}
