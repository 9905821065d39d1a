/**
 * Secondary uses: programmes, opt-outs, the airlock, the ledger of releases, withdrawal. Nothing is released yet, so
 * this room is empty: the engine denies every purpose that no choice covers, and a researcher reads the directory only.
 */
@NullMarked
package io.candour.release;

import org.jspecify.annotations.NullMarked;
