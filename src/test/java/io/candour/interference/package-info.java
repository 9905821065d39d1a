/**
 * I3, non-interference: what a caller may not see changes no byte of any answer.
 *
 * <p>Each question is asked of the running server twice: with everything in the database, and with the rows of items
 * that this caller may not see moved out of the way. Directives, care relationships, snapshots and the epoch stay as
 * they are. The questions are made from the CapabilityStatement, so that whatever the server learns to answer is asked
 * too, and the worlds of choices are made by chance, from a seed that every failure prints.
 *
 * <p>Not a second server on a copy of the database: two servers differ in keys, caches and clocks, and each difference
 * would have to be explained away. On one server what may differ is short: see {@link io.candour.interference.Reply}.
 */
@NullMarked
package io.candour.interference;

import org.jspecify.annotations.NullMarked;
