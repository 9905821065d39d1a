/** Searches for the items of one record, for whoever asks: every area finds them bound to their patient, in one way. */
@NullMarked
package io.candour.portal.item;

import org.jspecify.annotations.NullMarked;
