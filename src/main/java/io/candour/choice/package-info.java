/**
 * Consent as kept: every Consent of a patient and where it stands, each patient's snapshot (the rules that count, care
 * relationships, a version), the locks that order changes against the records of answers, and the receipt for a change.
 *
 * <p>INVARIANT: whatever can narrow a decision moves the version in the transaction that makes it, holding the patient's
 * advisory lock to the commit (I4). Nothing needs invalidating: a withdrawal counts from its commit on every replica, since
 * the log looks once more, under that lock, whether an answer's snapshots are the latest. That is why {@link
 * io.candour.choice.RecentSnapshots} may serve some for a moment longer, to answers that the log holds against it, and no
 * others. A patient has one answer in force to each {@link io.candour.choice.Question}: the newest.
 * What supersedes what is settled when a Consent is written and then stored, not worked out when one is read, because an
 * answer that has lost its place must not come back when the newer one ends. Compiling at write time rather than at read
 * time keeps the read at one row.
 */
@NullMarked
package io.candour.choice;

import org.jspecify.annotations.NullMarked;
