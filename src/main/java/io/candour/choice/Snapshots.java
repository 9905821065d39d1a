package io.candour.choice;

import io.candour.consent.Grant;
import io.candour.consent.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What decisions about some patients rest on, read at one moment.
 *
 * @param byPatient snapshots by patient's logical id; a patient this server does not know is absent
 * @param grants what the caller they were read for holds for these patients, ended or run out ones left out
 * @param epoch the global version of configuration and memberships
 * @param now the database's clock, the only one that consents are judged by
 */
public record Snapshots(Map<String, Snapshot> byPatient, List<Grant> grants, long epoch, Instant now) {
    /** What a snapshot's version is said to be where there is none. */
    public static final long ABSENT = 0;

    public Snapshots {
        byPatient = Map.copyOf(byPatient);
        grants = List.copyOf(grants);
    }

    /** The version of this patient's snapshot, {@link #ABSENT} where there is none. */
    public long version(String patient) {
        Snapshot snapshot = byPatient.get(patient);
        return snapshot == null ? ABSENT : snapshot.version();
    }
}
