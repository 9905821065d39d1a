package io.candour.enforcement;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.postgresql.util.PSQLException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.transaction.CannotCreateTransactionException;

/** What went wrong inside, told apart for callers and described for operators without a word of anybody's data. */
final class Failures {
    /**
     * SQLSTATE classes of what passes: connection, operator intervention, resources, and a transaction that was rolled
     * back because it and another waited for each other.
     */
    private static final Set<String> PASSING = Set.of("08", "57", "53", "40");

    /** What the pool says, without a SQLSTATE, once a connection that it lent is found to be lost. */
    private static final String LOST = "Connection is closed";

    /** SQLSTATEs of a transaction that another one stopped: serialization failure, deadlock. */
    private static final Set<String> ROLLED_BACK = Set.of("40001", "40P01");

    /** Constraints by which the record index holds an item once, in whichever partition. */
    private static final Pattern ITEM_KEYS = Pattern.compile("record_(item|place)_\\d+_pkey");

    private static final Pattern NUMBER_KEY = Pattern.compile("identifier_nhs_number");

    private Failures() {}

    /** Whether the database was away or busy with others, so that trying again later makes sense. */
    static boolean databaseAway(Throwable failure) {
        return causes(failure).stream()
                .anyMatch(each -> each instanceof CannotCreateTransactionException
                        || each instanceof DataAccessResourceFailureException
                        || each instanceof TransientDataAccessResourceException
                        || each instanceof SQLTransientConnectionException
                        || (each instanceof SQLException sql && passes(sql)));
    }

    private static boolean passes(SQLException failure) {
        String state = failure.getSQLState();
        return state == null
                ? LOST.equals(failure.getMessage())
                : state.length() == 5 && PASSING.contains(state.substring(0, 2));
    }

    /** Whether another transaction wrote the same item first: both were about to index it, or each waited for the other. */
    static boolean overtaken(Throwable failure) {
        return causes(failure).stream()
                .anyMatch(each -> each instanceof PSQLException sql
                        && (ROLLED_BACK.contains(String.valueOf(sql.getSQLState())) || violates(sql, ITEM_KEYS)));
    }

    /** Whether two records were about to hold one NHS number: the index that holds it unique said so. */
    static boolean numberTaken(Throwable failure) {
        return causes(failure).stream()
                .anyMatch(each -> each instanceof PSQLException sql && violates(sql, NUMBER_KEY));
    }

    private static boolean violates(PSQLException failure, Pattern constraint) {
        return failure.getServerErrorMessage() != null
                && constraint
                        .matcher(String.valueOf(failure.getServerErrorMessage().getConstraint()))
                        .matches();
    }

    /** The kinds of the failure and its causes and where the last came from; messages are left out, they quote data. */
    static String describe(Throwable failure) {
        Set<Throwable> causes = causes(failure);
        Throwable root = failure;
        for (Throwable each : causes) {
            root = each;
        }
        return causes.stream().map(each -> each.getClass().getSimpleName()).collect(Collectors.joining(" < "))
                + " at "
                + Arrays.stream(root.getStackTrace())
                        .limit(6)
                        .map(StackTraceElement::toString)
                        .collect(Collectors.joining(", "));
    }

    private static Set<Throwable> causes(Throwable failure) {
        Set<Throwable> causes = new LinkedHashSet<>();
        for (Throwable each = failure; each != null && causes.add(each); each = each.getCause()) {
            // The set both collects and ends a cycle.
        }
        return causes;
    }
}
