/**
 * People who act for somebody: whom they let, how far and how long; who asks for it; and staff who ask to see something for a
 * time.
 */
@NullMarked
package io.candour.portal.people;

import org.jspecify.annotations.NullMarked;
