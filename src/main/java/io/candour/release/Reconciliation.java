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
import java.util.Objects;
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
    private final Questions questions;

    Reconciliation(
            JdbcTemplate jdbc,
            Questions questions,
            Programmes programmes,
            Willingness willingness,
            SnapshotStore snapshots,
            Incidents incidents,
            Withdrawals withdrawals) {
        this.jdbc = jdbc;
        this.questions = questions;
        this.programmes = programmes;
        this.willingness = willingness;
        this.snapshots = snapshots;
        this.incidents = incidents;
        this.withdrawals = withdrawals;
    }

    /**
     * What was found.
     *
     * @param releases how many answers and extracts were looked at, in whole or, where some in them are unchecked, in part
     * @param unchecked people of whom it can't be told any more what they had said, counted once for each answer and extract
     *     that they are in: their choices have changed since, or the recipient's memberships or the deployment's defaults
     * @param uninvited people in them who had not said yes, and of whom that was not known before
     * @param asked copies that recipients were then asked to erase
     */
    public record Found(int releases, long unchecked, int uninvited, int asked) {}

    /** What was found of one. */
    private record Held(int checked, long unchecked, int uninvited) {}

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
                "insert into candour.reconciliation (night, at, releases, unchecked, uninvited, asked)"
                        + " values (?, now(), ?, ?, ?, ?)",
                night,
                found.releases(),
                found.unchecked(),
                found.uninvited(),
                found.asked());
        return Optional.of(found);
    }

    /** What was found on a night. */
    record Night(Instant at, Found found) {}

    /** The latest; empty before the first that said how many it could not check. */
    Optional<Night> latest() {
        return jdbc
                .query(
                        """
                        select at, releases, unchecked, uninvited, asked from candour.reconciliation
                        where unchecked is not null order by night desc limit 1
                        """,
                        (row, number) -> new Night(
                                Programmes.instant(row, 1),
                                new Found(row.getInt(2), row.getLong(3), row.getInt(4), row.getInt(5))))
                .stream()
                .findFirst();
    }

    /** Does it now. */
    public Found run() {
        List<Release> releases = new ArrayList<>(released(false));
        releases.addAll(released(true));
        Map<String, Programme> known = new HashMap<>();
        int looked = 0;
        long unchecked = 0;
        int uninvited = 0;
        for (Release release : releases) {
            Programme programme = known.computeIfAbsent(
                    release.programme(), id -> programmes.find(id).orElseThrow());
            Held held = reconcile(release, programme);
            looked += held.checked() > 0 ? 1 : 0;
            unchecked += held.unchecked();
            uninvited += held.uninvited();
        }
        int asked = 0;
        for (Set<String> some :
                chunks(jdbc.queryForList("select distinct patient from candour.extracted", String.class))) {
            asked += withdrawals.open(some, Reason.ENDED);
        }
        LOGGER.info(
                "Reconciliation: {} of {} releases looked at, {} people in them uninvited, {} could not be checked;"
                        + " {} copies to erase",
                looked,
                releases.size(),
                uninvited,
                unchecked,
                asked);
        return new Found(looked, unchecked, uninvited, asked);
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
     * Those whose choices are the ones it rested on are decided about as of then, whatever became of their records. Of the
     * others what they said can't be told from the snapshots of now, and they are unchecked; whether they still say so is
     * asked of all.
     */
    private Held reconcile(Release release, Programme programme) {
        Set<String> uninvited = new TreeSet<>();
        Asking asking = willingness.asking(programme);
        Map<String, Long> same = same(release, asking);
        int checked = 0;
        for (Set<String> some : chunks(List.copyOf(same.keySet()))) {
            Snapshots now = snapshots.load(some);
            for (Snapshot choices : now.byPatient().values()) {
                if (!Objects.equals(same.get(choices.patient()), choices.version())) {
                    continue;
                }
                checked++;
                if (!willingness.says(asking, choices, release.at())) {
                    uninvited.add(choices.patient());
                }
            }
        }
        uninvited.removeAll(incidents.known(release.id()));
        if (!uninvited.isEmpty()) {
            stop(release, programme, uninvited);
        }
        return new Held(checked, people(release) - checked, uninvited.size());
    }

    /**
     * Those in it whose choices are the ones of then, with the version of their snapshot now. None where the recipient's
     * memberships or the deployment's defaults are others now, or it is not known what they were: then they would be held
     * against what nobody decided by.
     */
    private Map<String, Long> same(Release release, Asking asking) {
        Map<String, Long> same = new HashMap<>();
        jdbc.query(
                """
                select x.patient, s.version from candour.%2$s x
                    join candour.%1$s_run r on r.%1$s = x.%1$s and r.run = x.run
                    join candour.snapshot s on s.patient = x.patient
                where x.%1$s = ? and x.run = ? and r.ground = ? and (s.version = x.version or x.choices = %3$s)
                """
                        .formatted(what(release), ledger(release), PeopleIn.CHOICES),
                row -> {
                    same.put(row.getString(1), row.getLong(2));
                },
                release.id(),
                release.run(),
                asking.ground());
        return same;
    }

    private long people(Release release) {
        return Optional.ofNullable(jdbc.queryForObject(
                        "select count(*) from candour.%2$s where %1$s = ? and run = ?"
                                .formatted(what(release), ledger(release)),
                        Long.class,
                        release.id(),
                        release.run()))
                .orElseThrow();
    }

    private static String what(Release release) {
        return release.extract() ? "extract" : "question";
    }

    private static String ledger(Release release) {
        return release.extract() ? "extracted" : "counted";
    }

    private void stop(Release release, Programme programme, Set<String> uninvited) {
        // Whoever is letting something out to it does so before, or finds the programme stopped.
        questions.lock(programme.recipient().ods());
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
