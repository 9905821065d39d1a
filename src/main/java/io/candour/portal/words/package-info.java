/**
 * What FHIR resources say, in words that people read: names for codes, days as people write them, amounts with their
 * units, and whether a result is above, below or in its range.
 *
 * <p>Nothing is made up: a range, a name or a state comes from the resource, and what has no plain name here is called
 * what its sender called it. All of an item's elements are said, not a chosen few, so that no page leaves out what it
 * was not built for; what is no text for people (ids, addresses of systems) is left to the page that shows the data.
 */
@NullMarked
package io.candour.portal.words;

import org.jspecify.annotations.NullMarked;
