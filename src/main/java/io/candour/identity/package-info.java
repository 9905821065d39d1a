/**
 * Who asks: a verified token becomes a caller with a purpose, scopes and memberships.
 *
 * <p>Everything comes from signed claims or from resources that systems wrote, nothing from a header. The business
 * identifiers and memberships are kept in tables of their own, in the transaction that writes the resource, because a
 * search through HAPI's indexes at every request would cost more than the rest of the request together. Who a
 * token speaks for is remembered for as long as their epoch stands.
 */
@NullMarked
package io.candour.identity;

import org.jspecify.annotations.NullMarked;
