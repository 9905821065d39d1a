package io.candour.record;

import io.candour.consent.Condition;
import java.util.List;
import java.util.Set;

/**
 * What is sought among the items of one patient.
 *
 * @param types of these only
 * @param open what a decision comes to for items of this patient alone
 * @param terms what is asked of an item, all of it
 */
public record Sought(String patient, Set<String> types, Condition open, List<Term> terms) {
    public Sought {
        types = Set.copyOf(types);
        terms = List.copyOf(terms);
    }

    /** The same of those items alone that one patient's choices do not decide. */
    public Sought shared() {
        return new Sought(patient, types, Condition.Flag.NEVER, terms);
    }

    /** From here on, rows of {@code r}; ends in a condition that more may be added to. */
    Sql rows() {
        Sql sql = Sql.of(" from candour.record_item r where r.patient = ?", patient);
        if (types.size() == 1) {
            sql = sql.and(Sql.of(" and r.type = ?", types.iterator().next()));
        } else {
            sql = sql.and(Sql.of(" and r.type = any (?::text[])", (Object) types.toArray(String[]::new)));
        }
        for (Term term : terms) {
            sql = sql.and(Sql.of(" and ")).and(term.sql("r"));
        }
        return sql;
    }

    /** Those {@link #rows} that are open, or to be decided by whoever asks. */
    Sql openRows() {
        return rows().and(Sql.of(" and (not r.alone or "))
                .and(ConditionSql.of(open, "r"))
                .and(Sql.of(")"));
    }
}
