/**
 * How the server gets at its database: two logins, the migrations, and the check that the serving one cannot change the
 * access log.
 *
 * <p>INVARIANT: requests are served by a login that can add to the log and not change it, or the server does not start.
 * The owner's login makes tables and drops months of the log; it never serves a request, and once the tables are there
 * the server also runs without knowing it.
 */
@NullMarked
package io.candour.server.database;

import org.jspecify.annotations.NullMarked;
