package io.candour.release;

import io.candour.audit.Agent;
import io.candour.audit.Alert;
import io.candour.audit.Alerts;
import io.candour.release.Programme.Recipient;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * That somebody was found in a release who had not said yes: kept, and guardians alerted. Joins the transaction at hand.
 * Safe for use by many threads.
 */
final class Incidents {
    private final JdbcTemplate jdbc;

    Incidents(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Opens one about an answer. */
    void ofQuestion(Programme programme, String question, int run, Instant at, Collection<String> patients) {
        open("question", programme, question, run, at, patients);
    }

    /** Opens one about an extract. */
    void ofExtract(Programme programme, String extract, int run, Instant at, Collection<String> patients) {
        open("extract", programme, extract, run, at, patients);
    }

    private void open(String what, Programme programme, String id, int run, Instant at, Collection<String> patients) {
        jdbc.update(
                "insert into candour.release_incident (at, " + what + ", run, patients) values (?, ?, ?, ?)",
                Programmes.at(at),
                id,
                run,
                patients.toArray(String[]::new));
        alert(programme.recipient(), Alert.Measure.UNINVITED, patients.size());
    }

    /** Whom incidents about this answer or extract name already. */
    Set<String> known(String id) {
        return new TreeSet<>(jdbc.queryForList(
                "select unnest(patients) from candour.release_incident where question = ? or extract = ?",
                String.class,
                id,
                id));
    }

    /** Alerts guardians to what came to light about a recipient: once an hour of each kind. */
    void alert(Recipient about, Alert.Measure measure, long seen) {
        Agent recipient = new Agent(
                Agent.Kind.SYSTEM,
                "recipient " + about.ods(),
                about.name(),
                List.of(),
                Optional.of(about.ods()),
                "release",
                "",
                true);
        jdbc.execute((ConnectionCallback<Void>) connection -> {
            Alerts.leave(connection, recipient, measure, seen, 0);
            return null;
        });
    }
}
