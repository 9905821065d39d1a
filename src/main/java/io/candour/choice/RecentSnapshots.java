package io.candour.choice;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * Snapshots as they were up to two seconds ago, for somebody who asks one thing after the other about one patient.
 *
 * <p>For answers alone that the access log records before they leave: it looks, under the patient's lock, whether version,
 * epoch and the time up to which a decision holds still stand, so a withdrawal counts from its commit whatever is kept here.
 * Nothing has to be told when a choice changes; who finds out calls {@link #forget} and decides again. Safe for use by many
 * threads.
 */
public final class RecentSnapshots implements SnapshotSource {
    private static final Duration KEPT = Duration.ofSeconds(2);
    private static final int MOST = 10_000;

    private final SnapshotSource stored;
    private final Cache<Key, Snapshots> recent =
            Caffeine.newBuilder().expireAfterWrite(KEPT).maximumSize(MOST).build();

    private record Key(String patient, Holder holder) {}

    public RecentSnapshots(SnapshotSource stored) {
        this.stored = stored;
    }

    @Override
    public Snapshots load(Collection<String> patients, Holder holder) {
        return patients.size() == 1
                ? recent.get(
                        new Key(patients.iterator().next(), holder), key -> stored.load(List.of(key.patient()), holder))
                : stored.load(patients, holder);
    }

    @Override
    public Snapshots loadWithAnother(Collection<String> patients, String near, Holder holder) {
        return stored.loadWithAnother(patients, near, holder);
    }

    /** Tells that decisions about these patients rested on something that no longer stands. */
    public void forget(Collection<String> patients) {
        recent.asMap().keySet().removeIf(key -> patients.contains(key.patient()));
    }
}
