/**
 * Who asks: a verified token becomes a caller with a purpose, scopes and memberships, for as long as its session goes on.
 *
 * <p>Everything comes from signed claims or from resources that systems wrote, nothing from a header. The business
 * identifiers and memberships are kept in tables of their own, in the transaction that writes the resource, because a
 * search through HAPI's indexes at every request would cost more than the rest of the request together. Who a
 * token speaks for is remembered for as long as their epoch stands.
 *
 * <p>Sessions that the issuer ended are rows as well ({@link io.candour.identity.RevokedSessions}), looked at with the
 * epoch when a request comes and again where its answer or write is recorded. Not a cache that the issuer's call empties:
 * it reaches one replica, and what was decided a moment before would still leave.
 */
@NullMarked
package io.candour.identity;

import org.jspecify.annotations.NullMarked;
