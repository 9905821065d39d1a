package io.candour.record;

import io.candour.consent.Condition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What a search asks of an item (R4 3.1.1.4), small enough that SQL can ask it of an index row. */
public sealed interface Term {
    /** SQL that is true of a row that matches. @param row the alias of the table */
    Sql sql(String row);

    /**
     * A token search parameter: the item has any of these values, or none of them.
     *
     * @param hashes as HAPI's index has them, which say of which type and parameter they are
     */
    record Tokens(Set<Long> hashes, boolean none) implements Term {
        public Tokens {
            hashes = Set.copyOf(hashes);
        }

        @Override
        public Sql sql(String row) {
            return Sql.of(
                    (none ? "not " : "") + "(" + row + ".tokens && ?::bigint[])", (Object) hashes.toArray(Long[]::new));
        }
    }

    /**
     * A date search parameter: one of its values meets all of these.
     *
     * @param parameter hash of type and name
     * @param allOf each met by any of its bounds
     */
    record Dates(long parameter, List<List<Bounds>> allOf) implements Term {
        public Dates {
            allOf = List.copyOf(allOf);
        }

        @Override
        public Sql sql(String row) {
            Sql asked = Sql.of("d.parameter = ?", parameter);
            for (List<Bounds> any : allOf) {
                asked = asked.and(Sql.of(" and ("))
                        .and(Sql.join(any.stream().map(Bounds::sql).toList(), " or "))
                        .and(Sql.of(")"));
            }
            return Sql.of("exists (select from unnest(" + row + ".dates) d where ")
                    .and(asked)
                    .and(Sql.of(")"));
        }
    }

    /** Comparisons of a value's first and last moment, all of which hold. */
    record Bounds(List<Bound> allOf) {
        public Bounds {
            allOf = List.copyOf(allOf);
        }

        private Sql sql() {
            return Sql.of("(")
                    .and(Sql.join(allOf.stream().map(Bound::sql).toList(), " and "))
                    .and(Sql.of(")"));
        }
    }

    /**
     * One comparison.
     *
     * @param end of the value in the item
     * @param value an Integer ({@code 20260131}) where days are compared, a java.sql.Timestamp where moments are
     */
    record Bound(End end, Comparison comparison, Object value) {
        private Sql sql() {
            String column = "d." + (end == End.FIRST ? "low" : "high") + (value instanceof Integer ? "_day" : "");
            return Sql.of(column + " " + comparison.operator + " ?", value);
        }
    }

    /** Of a stretch of time. */
    enum End {
        FIRST,
        LAST
    }

    /** How two moments or days may stand to each other. */
    enum Comparison {
        BEFORE("<"),
        UNTIL("<="),
        FROM(">="),
        AFTER(">");

        private final String operator;

        Comparison(String operator) {
            this.operator = operator;
        }
    }

    /** The item is one of these, by logical id. */
    record Ids(Set<String> ids) implements Term {
        public Ids {
            ids = Set.copyOf(ids);
        }

        @Override
        public Sql sql(String row) {
            return Sql.of("(" + row + ".id = any (?::text[]))", (Object) ids.toArray(String[]::new));
        }
    }

    /** This version was stored from one moment on, and until another (both inclusive). */
    record Recorded(Optional<Instant> from, Optional<Instant> to) implements Term {
        @Override
        public Sql sql(String row) {
            Sql asked = Sql.of("(true");
            if (from.isPresent()) {
                asked = asked.and(Sql.of(" and " + row + ".recorded >= ?", ConditionSql.moment(from)));
            }
            if (to.isPresent()) {
                asked = asked.and(Sql.of(" and " + row + ".recorded <= ?", ConditionSql.moment(to)));
            }
            return asked.and(Sql.of(")"));
        }
    }

    /**
     * The item carries any of these security labels in meta.
     *
     * @param labels as a token is given (R4 3.1.1.4.10): {@code system|code}, {@code |code} without a system, {@code
     *     code} or {@code system|} of any
     */
    record Labelled(Set<String> labels) implements Term {
        public Labelled {
            labels = Set.copyOf(labels);
        }

        @Override
        public Sql sql(String row) {
            return Sql.of(
                    "exists (select from unnest(" + row + ".labels) l where l = any (?::text[])"
                            + " or split_part(l, '|', 2) = any (?::text[])"
                            + " or split_part(l, '|', 1) || '|' = any (?::text[]))",
                    those(each -> each.contains("|")),
                    those(each -> !each.contains("|")),
                    those(each -> each.length() > 1 && each.endsWith("|")));
        }

        private String[] those(Predicate<String> asked) {
            return labels.stream().filter(asked).toArray(String[]::new);
        }
    }

    /** What a decision could ask of the item. */
    record Meets(Condition condition) implements Term {
        @Override
        public Sql sql(String row) {
            return ConditionSql.of(condition, row);
        }
    }
}
