/**
 * Who looked, when, from where, why and on what right; and proof that nothing is missing.
 *
 * <p>One {@link io.candour.audit.AccessRecord} per request, durable before the first byte of the answer leaves, and
 * nobody can switch that off. Rows are only ever added; each batch carries the hash of the one before.
 *
 * <p>A commit costs the same whatever number of records it has, and is most of what a record costs: so the writer waits
 * two milliseconds for records of requests that have begun ({@link io.candour.audit.AccessLog#coming}), and for none where
 * only one has.
 *
 * <p>This room decides nothing and knows no consent: what must still hold at the commit is asked of a
 * {@link io.candour.audit.Recheck} that another room hands in. FHIR AuditEvents are a view of the rows, not resources in
 * the store: stored as resources one access would cost 20 to 40 index rows, and its references would block deletes.
 *
 * <p>INVARIANT: an answer is released only after the commit that holds its record; a lost answer to a commit is settled
 * by an empty batch, a fence, that takes the same (writer, sequence) key or finds it taken. The chain hashes the bytes of
 * binary COPY, so rows are written, read back and verified without a second encoding that could drift from the first.
 */
@NullMarked
package io.candour.audit;

import org.jspecify.annotations.NullMarked;
