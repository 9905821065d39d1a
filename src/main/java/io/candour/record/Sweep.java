package io.candour.record;

import io.candour.choice.StoredJson;
import io.candour.consent.Condition;
import io.candour.consent.Confidentiality;
import io.candour.consent.ItemFacts;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Looks for some things in many records at once, in one pass over the index: who has an item like this, or one like that; or what they have, whole.
 * Sensitive items, and those that say that something is not so (in error, refuted, not done), are not found, whoever looks. Rows are streamed, so the
 * transaction at hand must be one. Decides nothing of items that are not one patient's alone. Safe for use by many threads.
 */
public final class Sweep {
    private static final int FETCHED = 1_000;

    private static final String PEOPLE =
            "with person as materialized (select * from unnest(?::text[], ?::integer[]) person(patient, rule))";

    private static final Condition PLAIN = Condition.not(Condition.any(
            List.of(new Condition.ConfidentialityAtLeast(Confidentiality.R), Condition.Flag.HAS_SENSITIVITY)));

    private static final String TRUE = Stream.of(
                    "\"entered-in-error\"", "\"refuted\"", "\"not-done\"", "\"not-taken\"", "\"doNotPerform\":true")
            .map(each -> " and position('" + each + "' in r.content) = 0")
            .collect(Collectors.joining());

    private static final String DETAILS = ", case when r.type = 'Patient' then r.content::json ->> 'birthDate' end"
            + ", case when r.type = 'Patient' then r.content::json ->> 'gender' end"
            + ", case when r.type = 'Patient' then r.content::json #>> '{address,0,postalCode}' end"
            + ", case when r.type = 'Patient' then r.content::json #>> '{address,0,state}' end";

    private final JdbcTemplate jdbc;

    public Sweep(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What is looked for.
     *
     * @param amount where given, the item's valueQuantity is within
     */
    public record Look(Condition item, Optional<Amount> amount) {}

    /**
     * A stretch of values, both bounds inclusive.
     *
     * @param unit UCUM code
     */
    public record Amount(String unit, Optional<BigDecimal> low, Optional<BigDecimal> high) {}

    /**
     * Whose records, and what of each is open.
     *
     * @param rules by patient, which of the conditions says what of their own items is open; {@link #EACH} where each of
     *     their items is to be decided
     */
    public record Open(Map<String, Integer> rules, List<Condition> conditions) {
        public static final int EACH = -1;
    }

    /** What a Patient says of themselves; empty where they don't. */
    public record Details(
            Optional<String> birthDate, Optional<String> gender, Optional<String> postalCode, Optional<String> state) {}

    /**
     * An item in which something was found.
     *
     * @param met which of what was looked for
     * @param undecided its facts where its patient's rule alone does not say whether it is open
     * @param details of a Patient
     */
    public record Found(String patient, BitSet met, Optional<ItemFacts> undecided, Optional<Details> details) {}

    /**
     * An item as it is stored.
     *
     * @param undecided whether its patient's rule alone does not say whether it is open
     */
    public record Whole(String patient, RecordItem item, boolean undecided) {}

    /** Gives what is found of these people's open items, and of all their items that are to be decided; every Patient too. */
    public void each(Open open, List<Look> looks, Consumer<Found> found) {
        if (open.rules().isEmpty()) {
            return;
        }
        List<Sql> asked = looks.stream().map(Sweep::look).toList();
        Sql sql = Sql.of(
                PEOPLE + " select r.patient, r.type, case when not r.alone or person.rule < 0 then r.facts end"
                        + DETAILS,
                open.rules().keySet().toArray(String[]::new),
                open.rules().values().toArray(Integer[]::new));
        for (Sql look : asked) {
            sql = sql.and(Sql.of(", ")).and(look);
        }
        sql = sql.and(Sql.of(" from person join candour.record_item r on r.patient = person.patient"
                + " where (r.type = 'Patient'"));
        for (Sql look : asked) {
            sql = sql.and(Sql.of(" or ")).and(look);
        }
        stream(sql.and(Sql.of(") and ")).and(open(open)), looks.size(), found);
    }

    /** Gives these people's open items that are as wanted, and all of those that are to be decided. */
    public void whole(Open open, Condition wanted, Consumer<Whole> found) {
        if (open.rules().isEmpty()) {
            return;
        }
        Sql sql = Sql.of(
                        PEOPLE
                                + " select r.patient, r.version, r.facts, r.content, not r.alone or person.rule < 0"
                                + " from person join candour.record_item r on r.patient = person.patient where ",
                        open.rules().keySet().toArray(String[]::new),
                        open.rules().values().toArray(Integer[]::new))
                .and(ConditionSql.of(wanted, "r"))
                .and(Sql.of(" and "))
                .and(open(open));
        streaming()
                .query(
                        sql.text(),
                        row -> {
                            found.accept(new Whole(
                                    row.getString(1),
                                    new RecordItem(
                                            row.getLong(2), StoredJson.readFacts(row.getBytes(3)), row.getString(4)),
                                    row.getBoolean(5)));
                        },
                        sql.parameters());
    }

    /** Plain, so, and open by its patient's rule or to be decided. */
    private static Sql open(Open open) {
        Sql sql = ConditionSql.of(PLAIN, "r")
                .and(Sql.of(TRUE + " and (not r.alone or case person.rule when -1 then true"));
        for (int rule = 0; rule < open.conditions().size(); rule++) {
            sql = sql.and(Sql.of(" when ? then ", rule))
                    .and(ConditionSql.of(open.conditions().get(rule), "r"));
        }
        return sql.and(Sql.of(" else false end)"));
    }

    private JdbcTemplate streaming() {
        JdbcTemplate streaming = new JdbcTemplate(Objects.requireNonNull(jdbc.getDataSource()));
        streaming.setFetchSize(FETCHED);
        return streaming;
    }

    private void stream(Sql sql, int looks, Consumer<Found> found) {
        streaming()
                .query(
                        sql.text(),
                        row -> {
                            found.accept(found(row, looks));
                        },
                        sql.parameters());
    }

    private static Found found(ResultSet row, int looks) throws SQLException {
        BitSet met = new BitSet(looks);
        for (int look = 0; look < looks; look++) {
            met.set(look, row.getBoolean(8 + look));
        }
        boolean patient = row.getString(2).equals("Patient");
        return new Found(
                row.getString(1),
                met,
                Optional.ofNullable(row.getBytes(3)).map(StoredJson::readFacts),
                patient
                        ? Optional.of(new Details(text(row, 4), text(row, 5), text(row, 6), text(row, 7)))
                        : Optional.empty());
    }

    private static Optional<String> text(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    /** Two-valued, and nothing is read as a number in an item that is not looked for. */
    private static Sql look(Look look) {
        Sql item = ConditionSql.of(look.item(), "r");
        if (look.amount().isEmpty()) {
            return Sql.of("(").and(item).and(Sql.of(")"));
        }
        Amount amount = look.amount().get();
        @Nullable Object low = amount.low().orElse(null);
        @Nullable Object high = amount.high().orElse(null);
        return Sql.of("(case when ")
                .and(item)
                .and(Sql.of(
                        " then r.content::json #>> '{valueQuantity,code}' = ?"
                                + " and r.content::json #>> '{valueQuantity,comparator}' is null"
                                + " and (r.content::json #>> '{valueQuantity,value}')::numeric"
                                + " between coalesce(?::numeric, '-infinity') and coalesce(?::numeric, 'infinity')"
                                + " end is true)",
                        amount.unit(),
                        low,
                        high));
    }
}
