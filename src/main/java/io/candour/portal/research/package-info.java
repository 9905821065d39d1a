/**
 * What researchers do: ask how many people are so, or for a copy of entries without names, see where that stands, read the
 * answers that were let out, and say what they erased. A guardian's pages show the same, and so use what is here to read it.
 */
@NullMarked
package io.candour.portal.research;

import org.jspecify.annotations.NullMarked;
