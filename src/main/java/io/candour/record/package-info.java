/**
 * The record index: one row per item and patient with what a decision and a search look at and the complete JSON, and the
 * signed cursors that page through it. Both become conditions of one query ({@link io.candour.record.Sought}): what a
 * decision comes to for items of one patient, and what a search asks, in {@link io.candour.record.Term}s that hold HAPI's
 * own hashes and dates. What is held of a record, and what somebody would see of it, is counted here: with each row stands of
 * which {@link io.candour.record.Kind} it is and of which kinds all is that it tells of, so that most is decided once for many.
 *
 * <p>Rows stand in hash partitions by patient, so that a record is in one place and places can be spread; {@code
 * record_place} finds an item's patients where a request names the item alone. Only what rests on what is asked of all
 * partitions, when something is written.
 *
 * <p>Labels that lists give or that pass from item to item are kept here alone, beside what the sender said in HAPI's
 * tables: derived anew at any time, they can follow their source without touching what came in.
 *
 * <p>INVARIANT: it is written in the transaction that writes the item, at its commit (I9), or mended from what HAPI then
 * holds. Nothing here decides. It stands beside HAPI's tables instead of filtering HAPI's searches, because a filtered
 * search betrays by its totals, its pages and its time what was filtered out, and because a row that is ready to be sent
 * costs a tenth of an entity.
 */
@NullMarked
package io.candour.record;

import org.jspecify.annotations.NullMarked;
