/**
 * The record index: one row per item and patient with what a decision looks at and the complete JSON, and the signed
 * cursors that page through it.
 *
 * <p>INVARIANT: it is written in the transaction that writes the item, at its commit (I9). Nothing here decides. It
 * stands beside HAPI's tables instead of filtering HAPI's searches, because a filtered search betrays by its totals, its
 * pages and its time what was filtered out, and because a row that is ready to be sent costs a tenth of an entity.
 */
@NullMarked
package io.candour.record;

import org.jspecify.annotations.NullMarked;
