package io.candour.enforcement;

import java.util.List;

/**
 * Where the record index is not what HAPI's tables hold.
 *
 * @param reference {@code Type/id} of the item
 * @param what in words for an operator; names nobody but by a logical id, and tells no content
 */
public record Difference(String reference, List<String> what) {
    public Difference {
        what = List.copyOf(what);
    }
}
