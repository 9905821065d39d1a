/**
 * Consent as kept: each patient's snapshot (compiled rules, care relationships, a version), and the locks that order
 * changes against the records of answers.
 *
 * <p>INVARIANT: whatever can narrow a decision moves the version in the transaction that makes it, holding the patient's
 * advisory lock to the commit (I4). So nothing is cached and nothing needs invalidating: a withdrawal counts from its
 * commit on every replica. Compiling at write time rather than at read time keeps the read at one row.
 */
@NullMarked
package io.candour.choice;

import org.jspecify.annotations.NullMarked;
