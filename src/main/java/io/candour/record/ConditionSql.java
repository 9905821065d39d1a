package io.candour.record;

import io.candour.consent.Category;
import io.candour.consent.Condition;
import io.candour.consent.Confidentiality;
import io.candour.consent.Interval;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Condition} as SQL over the columns of {@code candour.record_item}: true of a row exactly when it is true of the
 * item's facts. Two-valued as conditions are, so that {@code not} may stand before it. Stateless.
 */
final class ConditionSql {
    private ConditionSql() {}

    /**
     * @param row the alias of the table
     */
    static Sql of(Condition condition, String row) {
        if (condition instanceof Condition.Flag flag) {
            return flag(flag, row);
        }
        if (condition instanceof Condition.All all) {
            return join(all.of(), " and ", "true", row);
        }
        if (condition instanceof Condition.Any any) {
            return join(any.of(), " or ", "false", row);
        }
        if (condition instanceof Condition.Not not) {
            return Sql.of("not ").and(of(not.of(), row));
        }
        return question(condition, row);
    }

    private static Sql question(Condition condition, String row) {
        if (condition instanceof Condition.TypeIn in) {
            return anyOf(row + ".type", in.types());
        }
        if (condition instanceof Condition.ProfileIn in) {
            return meets(row + ".profiles", in.profiles());
        }
        if (condition instanceof Condition.DocumentTypeIn in) {
            return meets(row + ".document_types", in.codes());
        }
        if (condition instanceof Condition.CategoryIn in) {
            return anyOf(
                    row + ".category",
                    in.categories().stream().map(Category::name).toList());
        }
        if (condition instanceof Condition.CodeIn in) {
            return meets(row + ".codes", in.codes());
        }
        if (condition instanceof Condition.InstanceIn in) {
            return instance(in.references(), row);
        }
        if (condition instanceof Condition.BelongsTo to) {
            return either(meets(row + ".belongs_to", to.references()), instance(to.references(), row));
        }
        if (condition instanceof Condition.AuthoredBy by) {
            return meets(row + ".authors", by.references());
        }
        if (condition instanceof Condition.SourceIn in) {
            return Sql.of("coalesce(")
                    .and(anyOf(row + ".source", in.organisations()))
                    .and(Sql.of(", false)"));
        }
        return labelOrTime(condition, row);
    }

    private static Sql labelOrTime(Condition condition, String row) {
        if (condition instanceof Condition.ConfidentialityAtMost most) {
            return level(row, "<=", most.level());
        }
        if (condition instanceof Condition.ConfidentialityAtLeast least) {
            return level(row, ">=", least.level());
        }
        if (condition instanceof Condition.SensitivityWithin within) {
            return Sql.of("(" + row + ".sensitivity <@ ?::text[])", (Object) array(within.codes()));
        }
        if (condition instanceof Condition.SensitivityIn in) {
            return meets(row + ".sensitivity", in.codes());
        }
        if (condition instanceof Condition.ClinicalWithin within) {
            return period("coalesce(" + row + ".happened <@ ", within.period(), false);
        }
        if (condition instanceof Condition.ClinicalOverlaps with) {
            return period("coalesce(" + row + ".happened && ", with.period(), true);
        }
        throw new IllegalArgumentException("a condition that SQL does not know: " + condition.getClass());
    }

    private static Sql flag(Condition.Flag flag, String row) {
        return switch (flag) {
            case ALWAYS -> Sql.of("true");
            case NEVER -> Sql.of("false");
            case NO_PATIENT -> Sql.of(row + ".no_patient");
            case HAS_SENSITIVITY -> Sql.of("(" + row + ".sensitivity <> '{}')");
        };
    }

    private static Sql join(List<Condition> parts, String word, String none, String row) {
        if (parts.isEmpty()) {
            return Sql.of(none);
        }
        return Sql.of("(")
                .and(Sql.join(parts.stream().map(part -> of(part, row)).toList(), word))
                .and(Sql.of(")"));
    }

    private static Sql either(Sql one, Sql other) {
        return Sql.of("(").and(Sql.join(List.of(one, other), " or ")).and(Sql.of(")"));
    }

    private static Sql instance(Collection<String> references, String row) {
        return anyOf(row + ".type || '/' || " + row + ".id", references);
    }

    private static Sql anyOf(String expression, Collection<String> words) {
        return Sql.of("(" + expression + " = any (?::text[]))", (Object) array(words));
    }

    private static Sql meets(String column, Collection<String> words) {
        return Sql.of("(" + column + " && ?::text[])", (Object) array(words));
    }

    private static Sql level(String row, String comparison, Confidentiality level) {
        return Sql.of("(" + row + ".confidentiality " + comparison + " ?)", level.ordinal());
    }

    private static Sql period(String start, Interval period, boolean otherwise) {
        return Sql.of(
                start + "tstzrange(?::timestamptz, ?::timestamptz), " + otherwise + ")",
                moment(period.start()),
                moment(period.end()));
    }

    /** As PostgreSQL takes it; NULL is an open bound. */
    static @Nullable Object moment(Optional<Instant> at) {
        return at.map(each -> (Object) each.atOffset(ZoneOffset.UTC)).orElse(null);
    }

    private static String[] array(Collection<String> words) {
        return words.toArray(String[]::new);
    }
}
