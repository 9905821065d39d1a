package io.candour.release;

import io.candour.audit.Alert;
import io.candour.choice.SnapshotStore;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;

/**
 * What is done about releases now and then, each in a transaction. Every replica does it, and once is enough. Safe for use
 * by many threads.
 */
final class ReleaseRounds {
    private final Reconciliation reconciliation;
    private final Erasures erasures;
    private final Incidents incidents;
    private final ExtractAirlock extracts;
    private final ExtractSweep sweep;
    private final Withdrawals withdrawals;
    private final OptOuts optOuts;
    private final SnapshotStore clock;
    private final ReleaseRules rules;
    private final ZoneId zone;

    ReleaseRounds(
            Reconciliation reconciliation,
            Erasures erasures,
            Incidents incidents,
            ExtractAirlock extracts,
            ExtractSweep sweep,
            Withdrawals withdrawals,
            OptOuts optOuts,
            SnapshotStore clock,
            ReleaseRules rules,
            ZoneId zone) {
        this.reconciliation = reconciliation;
        this.erasures = erasures;
        this.incidents = incidents;
        this.extracts = extracts;
        this.sweep = sweep;
        this.withdrawals = withdrawals;
        this.optOuts = optOuts;
        this.clock = clock;
        this.rules = rules;
        this.zone = zone;
    }

    /** Once a day, from the hour on that the deployment says. */
    void reconcile() {
        LocalDateTime now = LocalDateTime.ofInstant(clock.load(List.of()).now(), zone);
        if (!now.toLocalTime().isBefore(rules.reconcileAt())) {
            reconciliation.nightly(now.toLocalDate());
        }
    }

    /**
     * Asks for copies of programmes that are over, and alerts guardians to copies that recipients say nothing of in time,
     * once of each.
     */
    void remind() {
        withdrawals.over();
        erasures.tell(clock.load(List.of()).now())
                .forEach(late -> incidents.alert(late.recipient(), Alert.Measure.OVERDUE, late.copies()));
    }

    /** What a crash left between its commit and where it is fetched; and deletes what is not to lie about any more. */
    void deliver() {
        extracts.deliver();
        sweep.sweep();
    }

    /** Deletes what is known of national opt-outs and counts no more. */
    void forget() {
        optOuts.forget();
    }
}
