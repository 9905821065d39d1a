/**
 * The journal: a second database with every Consent as written and every checkpoint of the access log, and what follows
 * from it when the first database is restored from a backup.
 *
 * <p>INVARIANT: a choice that somebody was told is stored is in the journal too; a server whose database lacks something
 * of the journal shows no record until an operator has declared the loss, by a checkpoint that says so. A withdrawal that
 * only a backup has forgotten must not be undone by it. A second database and not a file, because replicas share it.
 */
@NullMarked
package io.candour.server.journal;

import org.jspecify.annotations.NullMarked;
