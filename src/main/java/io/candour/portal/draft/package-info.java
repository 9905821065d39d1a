/**
 * Forms of several pages. What has been answered so far is a {@link io.candour.portal.draft.Draft}: kept in the session under
 * an id that only its own pages carry, and bound to the record it is about, so that it can't be sent for another one. Not
 * in the address: what somebody hides from whom, or somebody's NHS number, is not to be found in a browser's history.
 *
 * <p>What was checked is what is saved: the form of a page for checking names the answers that it shows, and where others
 * stand there by then, given in another window, they are shown first.
 */
@NullMarked
package io.candour.portal.draft;

import org.jspecify.annotations.NullMarked;
