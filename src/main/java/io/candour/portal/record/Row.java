package io.candour.portal.record;

import io.candour.portal.words.Entry;
import java.util.Optional;

/**
 * An item in a list.
 *
 * @param source who is responsible for it: as it says itself, else where the visit was at which it was made
 */
public record Row(Entry entry, Optional<String> source) {}
