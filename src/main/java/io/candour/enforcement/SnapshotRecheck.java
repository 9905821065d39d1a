package io.candour.enforcement;

import io.candour.audit.DecidedOn;
import io.candour.audit.Recheck;
import io.candour.choice.CurrentVersions;
import io.candour.identity.Session;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/** Tells the access log which decisions the patients' choices, or the end of the caller's session, have overtaken. Stateless. */
public final class SnapshotRecheck implements Recheck {

    @Override
    public Set<DecidedOn> moved(Connection connection, Set<DecidedOn> decisions) throws SQLException {
        Set<String> patients = new TreeSet<>();
        Set<String> sessions = new TreeSet<>();
        decisions.forEach(decision -> {
            patients.addAll(decision.versions().keySet());
            decision.session().map(Session::parse).ifPresent(session -> sessions.addAll(session.names()));
        });
        CurrentVersions current = CurrentVersions.read(connection, patients, sessions);
        Set<DecidedOn> moved = new HashSet<>(decisions);
        moved.removeIf(decision -> holds(decision, current));
        return moved;
    }

    private static boolean holds(DecidedOn decision, CurrentVersions current) {
        return !current.epochHeld()
                && decision.epoch() == current.epoch()
                && decision.validUntil().map(current.now()::isBefore).orElse(true)
                && decision.session()
                        .map(Session::parse)
                        .filter(session -> current.endedFor(session.names(), session.issuedAt()))
                        .isEmpty()
                && decision.versions().entrySet().stream()
                        .allMatch(each -> !current.held().contains(each.getKey())
                                && current.version(each.getKey()) == each.getValue());
    }
}
