package io.candour.consent;

import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Set;

/** The few words an item carries. Every rule walks them, so that is done without an iterator, which would be garbage. */
final class Words extends AbstractSet<String> {
    private final String[] words;

    private Words(String[] words) {
        this.words = words;
    }

    static Words of(Set<String> words) {
        return words instanceof Words ready
                ? ready
                : new Words(Set.copyOf(words).toArray(String[]::new));
    }

    /** Whether any is among the others. */
    boolean meet(Set<String> others) {
        for (String word : words) {
            if (others.contains(word)) {
                return true;
            }
        }
        return false;
    }

    /** Whether all are among the others. */
    boolean within(Set<String> others) {
        for (String word : words) {
            if (!others.contains(word)) {
                return false;
            }
        }
        return true;
    }

    /** Not to be written to. */
    String[] array() {
        return words;
    }

    @Override
    public Iterator<String> iterator() {
        return Arrays.asList(words).iterator();
    }

    @Override
    public int size() {
        return words.length;
    }
}
