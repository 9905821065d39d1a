package io.candour.audit;

import java.util.SortedSet;
import java.util.function.IntPredicate;

/**
 * One resource that was returned or written.
 *
 * @param patients whose item it is, a part of the record's patients; empty for a resource about nobody. Someone who
 *     reads the log sees only items of patients within their reach
 */
public record Item(String type, String id, long version, SortedSet<String> patients) {

    private static final int LONGEST = 64;

    public Item {
        if (!consistsOf(type, Item::isLetter) || !consistsOf(id, Item::isOfId)) {
            throw new IllegalArgumentException("not a resource's type and logical id: " + type + ", " + id);
        }
        patients = Sorted.copyOf(patients);
    }

    /** Letter by letter: an answer has twenty items and more, and a regular expression took a fortieth of its cost. */
    private static boolean consistsOf(String text, IntPredicate allowed) {
        boolean all = !text.isEmpty() && text.length() <= LONGEST;
        for (int i = 0; all && i < text.length(); i++) {
            all = allowed.test(text.charAt(i));
        }
        return all;
    }

    private static boolean isLetter(int letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
    }

    private static boolean isOfId(int letter) {
        return isLetter(letter) || (letter >= '0' && letter <= '9') || letter == '.' || letter == '-';
    }

    /** {@code Type/id}, without the version. */
    public String reference() {
        return type + "/" + id;
    }
}
