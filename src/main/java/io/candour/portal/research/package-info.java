/**
 * What researchers do: ask how many people are so, see where their questions stand, and read the answers that were let out.
 * A guardian's pages show the same questions and answers, and so use what is here to read them.
 */
@NullMarked
package io.candour.portal.research;

import org.jspecify.annotations.NullMarked;
