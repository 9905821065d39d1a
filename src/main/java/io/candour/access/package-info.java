/**
 * Rights that events create. Today care relationships, as system clients' items state them; proxies, claimed
 * relationships and emergency access are grants that belong here as well.
 *
 * <p>A relationship is what one item says and ends with it. A clinician's own writes create none: they could open any
 * record with an Encounter.
 */
@NullMarked
package io.candour.access;

import org.jspecify.annotations.NullMarked;
