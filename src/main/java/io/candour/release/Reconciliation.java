package io.candour.release;

import io.candour.choice.SnapshotStore;
import io.candour.choice.Snapshots;
import io.candour.consent.Snapshot;
import io.candour.release.Erasure.Reason;
import io.candour.release.Programme.Decided;
import io.candour.release.Programme.Outcome;
import io.candour.release.Willingness.Asking;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Holds all that was let out against what people said: nobody is in it who had not said yes when it was put together, or its
 * programme is stopped and guardians are alerted; and whoever has a copy of somebody whose yes has ended since is asked to
 * erase it. Used inside a transaction. Safe for use by many threads and replicas.
 */
public final class Reconciliation {
    private static final Logger LOGGER = LoggerFactory.getLogger(Reconciliation.class);
    private static final int AT_ONCE = 1_000;

    private final JdbcTemplate jdbc;
    private final Programmes programmes;
    private final Willingness willingness;
    private final SnapshotStore snapshots;
    private final Incidents incidents;
    private final Withdrawals withdrawals;

    Reconciliation(
            JdbcTemplate jdbc,
            Programmes programmes,
            Willingness willingness,
            SnapshotStore snapshots,
            Incidents incidents,
            Withdrawals withdrawals) {
        this.jdbc = jdbc;
        this.programmes = programmes;
        this.willingness = willingness;
        this.snapshots = snapshots;
        this.incidents = incidents;
        this.withdrawals = withdrawals;
    }

    /**
     * What was found.
     *
     * @param releases how many answers and extracts were looked at
     * @param uninvited people in them who had not said yes, and of whom that was not known before
     * @param asked copies that recipients were then asked to erase
     */
    public record Found(int releases, int uninvited, int asked) {}

    private record Release(boolean extract, String id, String programme, int run, Instant at) {}

    /** Does it once a night, whichever replica comes first; empty where it was done, or another is at it. */
    public Optional<Found> nightly(LocalDate night) {
        boolean first = Boolean.TRUE.equals(jdbc.queryForObject(
                "select pg_try_advisory_xact_lock(hashtextextended('candour.reconciliation', 0))", Boolean.class));
        if (!first
                || !jdbc.queryForList("select from candour.reconciliation where night = ?", night)
                        .isEmpty()) {
            return Optional.empty();
        }
        Found found = run();
        jdbc.update(
                "insert into candour.reconciliation (night, at, releases, uninvited, asked) values (?, now(), ?, ?, ?)",
                night,
                found.releases(),
                found.uninvited(),
                found.asked());
        return Optional.of(found);
    }

    /** Does it now. */
    public Found run() {
        List<Release> releases = new ArrayList<>(released(false));
        releases.addAll(released(true));
        Map<String, Programme> known = new HashMap<>();
        int uninvited = 0;
        for (Release release : releases) {
            Programme programme = known.computeIfAbsent(
                    release.programme(), id -> programmes.find(id).orElseThrow());
            uninvited += reconcile(release, programme);
        }
        int asked = 0;
        for (Set<String> some :
                chunks(jdbc.queryForList("select distinct patient from candour.extracted", String.class))) {
            asked += withdrawals.open(some, Reason.ENDED);
        }
        LOGGER.info(
                "Reconciliation: {} releases, {} people uninvited, {} copies to erase",
                releases.size(),
                uninvited,
                asked);
        return new Found(releases.size(), uninvited, asked);
    }

    private List<Release> released(boolean extracts) {
        String what = extracts ? "extract" : "question";
        return jdbc.query(
                """
                select w.id, w.programme, d.run, r.at from candour.%1$s w
                    join candour.%1$s_decision d on d.%1$s = w.id and d.outcome = 'APPROVED' and d.run > 0
                    join candour.%1$s_run r on r.%1$s = w.id and r.run = d.run
                order by w.id
                """
                        .formatted(what),
                (row, number) -> new Release(
                        extracts, row.getString(1), row.getString(2), row.getInt(3), Programmes.instant(row, 4)));
    }

    /**
     * Those whose choices are the ones it rested on are decided about as of then. Of the others what they said can't be told
     * from the snapshots of now; whether they still say so is asked of all.
     */
    private int reconcile(Release release, Programme programme) {
        Set<String> uninvited = new TreeSet<>();
        Asking asking = willingness.asking(programme);
        for (Set<String> some : chunks(unmoved(release))) {
            Snapshots now = snapshots.load(some);
            for (Snapshot choices : now.byPatient().values()) {
                if (!willingness.says(asking, choices, release.at())) {
                    uninvited.add(choices.patient());
                }
            }
        }
        uninvited.removeAll(incidents.known(release.id()));
        if (!uninvited.isEmpty()) {
            stop(release, programme, uninvited);
        }
        return uninvited.size();
    }

    /** None where memberships or the deployment's rules have moved: the decision would be another one. */
    private List<String> unmoved(Release release) {
        return jdbc.queryForList(
                """
                select x.patient from candour.%2$s x
                    join candour.%1$s_run r on r.%1$s = x.%1$s and r.run = x.run
                    join candour.epoch e on e.epoch = r.epoch
                    join candour.snapshot s on s.patient = x.patient and s.version = x.version
                where x.%1$s = ? and x.run = ?
                """
                        .formatted(
                                release.extract() ? "extract" : "question",
                                release.extract() ? "extracted" : "counted"),
                String.class,
                release.id(),
                release.run());
    }

    private void stop(Release release, Programme programme, Set<String> uninvited) {
        Instant now = snapshots.load(List.of()).now();
        if (release.extract()) {
            incidents.ofExtract(programme, release.id(), release.run(), now, uninvited);
        } else {
            incidents.ofQuestion(programme, release.id(), release.run(), now, uninvited);
        }
        programmes.decide(
                programme,
                new Decided(
                        Outcome.STOPPED,
                        now,
                        "reconciliation",
                        "Reconciliation",
                        "People were in a release who had not said yes",
                        Optional.empty()));
        LOGGER.error(
                "Release {}: {} people are in it who had not said yes; its programme is stopped",
                release.id(),
                uninvited.size());
    }

    private static List<Set<String>> chunks(List<String> patients) {
        List<Set<String>> chunks = new ArrayList<>();
        for (int from = 0; from < patients.size(); from += AT_ONCE) {
            chunks.add(new TreeSet<>(patients.subList(from, Math.min(from + AT_ONCE, patients.size()))));
        }
        return chunks;
    }
}
