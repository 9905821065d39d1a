/**
 * The commands of the jar: {@code java -jar candour.jar import ...}, each in a process of its own. {@code migrate}, {@code
 * relabel}, {@code restored}, {@code check-index}, {@code rebuild-index}, {@code reconcile} and {@code drop-months} work on the server's database by the server's
 * configuration; {@code import} knows the server only by its FHIR API and its token endpoint; {@code verify-log} knows
 * only the database, by a login that can read the log, because the server is what it must not have to trust.
 *
 * <p>What holds of a load: at most {@code --concurrency} bundles are in memory or on the wire; what was loaded is on disk, by
 * content hash, before it is counted; a secret reaches the token endpoint and nothing else.
 *
 * <p>Why a load does not go straight into the database, or with HAPI's client: a load is a write like any other, so it is decided,
 * indexed and recorded like one; and bundles are passed on as bytes, since an object model would cost memory and
 * start-up time and could change what it passes on.
 */
@NullMarked
package io.candour.server.command;

import org.jspecify.annotations.NullMarked;
