package io.candour.choice;

import java.util.Collection;

/** Where decisions get the snapshots from that they rest on. Safe for use by many threads. */
public interface SnapshotSource {

    /** The snapshots of these patients and what this caller holds for them. */
    Snapshots load(Collection<String> patients, Holder holder);

    /**
     * The same, and somebody else's beside: the work is then the same as if there were one more patient.
     *
     * @param near whose it is depends on this text alone
     */
    Snapshots loadWithAnother(Collection<String> patients, String near, Holder holder);
}
