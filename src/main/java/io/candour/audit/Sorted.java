package io.candour.audit;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

final class Sorted {

    private Sorted() {}

    static SortedSet<String> copyOf(Collection<String> values) {
        SortedSet<String> copy = new TreeSet<>(values);
        if (copy.contains("")) {
            throw new IllegalArgumentException("a patient's id is empty");
        }
        return Collections.unmodifiableSortedSet(copy);
    }
}
