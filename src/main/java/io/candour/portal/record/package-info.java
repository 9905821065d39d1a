/**
 * A person's record as they, or who acts for them, read it: what is new, what is held, each item with its source and its
 * history, what they say about it, what they are told, and all of it to take away.
 *
 * <p>An item is looked for within the record that the path names, never by its id alone: whoever may see two records is
 * shown neither's item under the other's name.
 */
@NullMarked
package io.candour.portal.record;

import org.jspecify.annotations.NullMarked;
