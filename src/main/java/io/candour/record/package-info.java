/**
 * The record index: one row per item and patient with what a decision looks at and the complete JSON, and the signed
 * cursors that page through it. What somebody would see of a record is counted here, with decisions that are the
 * engine's.
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
