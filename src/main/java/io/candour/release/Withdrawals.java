package io.candour.release;

import io.candour.choice.SnapshotStore;
import io.candour.choice.Snapshots;
import io.candour.consent.Snapshot;
import io.candour.enforcement.AfterChoices;
import io.candour.release.Erasure.Reason;
import io.candour.release.Erasures.Copy;
import io.candour.release.Willingness.Asking;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Asks recipients to erase their copies of those who took their yes back, and all when a programme is over. Safe for use by many threads.
 *
 * <p>INVARIANT: where a withdrawal has committed, so has what is asked of everybody who had a copy by then. It is opened in
 * the withdrawal's own transaction, after the snapshot has moved. An extract that leaves holds all snapshots still to its
 * commit: it comes before the withdrawal, whose transaction then sees it, or after, and is made anew without them. So
 * neither another replica nor a crash comes between.
 */
final class Withdrawals implements AfterChoices {
    private final Erasures erasures;
    private final Programmes programmes;
    private final Willingness willingness;
    private final SnapshotStore snapshots;
    private final ExtractRules rules;

    Withdrawals(
            Erasures erasures,
            Programmes programmes,
            Willingness willingness,
            SnapshotStore snapshots,
            ExtractRules rules) {
        this.erasures = erasures;
        this.programmes = programmes;
        this.willingness = willingness;
        this.snapshots = snapshots;
        this.rules = rules;
    }

    @Override
    public void changed(Set<String> patients) {
        open(patients, Reason.WITHDRAWN);
    }

    /** Asks for the copies of programmes that are over; returns how many that are. */
    int over() {
        return erasures.over(snapshots.load(Set.of()).now(), rules.eraseWithin());
    }

    /** Asks for the copies of those of these people who say no now; returns how many that are. */
    int open(Set<String> patients, Reason reason) {
        List<Copy> copies = erasures.copies(patients);
        if (copies.isEmpty()) {
            return 0;
        }
        Snapshots now = snapshots.load(patients);
        Map<String, Asking> known = new HashMap<>();
        int opened = 0;
        for (Copy copy : copies) {
            Asking asking = known.computeIfAbsent(
                    copy.programme(),
                    id -> willingness.asking(programmes.find(id).orElseThrow()));
            Snapshot choices = now.byPatient().get(copy.patient());
            if (choices == null || !willingness.says(asking, choices, now.now())) {
                erasures.open(copy, reason, rules.eraseWithin());
                opened++;
            }
        }
        return opened;
    }
}
