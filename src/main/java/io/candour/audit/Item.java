package io.candour.audit;

import java.util.SortedSet;
import java.util.regex.Pattern;

/**
 * One resource that was returned or written.
 *
 * @param patients whose item it is, a part of the record's patients; empty for a resource about nobody. Someone who
 *     reads the log sees only items of patients within their reach
 */
public record Item(String type, String id, long version, SortedSet<String> patients) {

    private static final Pattern TYPE = Pattern.compile("[A-Za-z]{1,64}");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");

    public Item {
        if (!TYPE.matcher(type).matches() || !ID.matcher(id).matches()) {
            throw new IllegalArgumentException("not a resource's type and logical id: " + type + ", " + id);
        }
        patients = Sorted.copyOf(patients);
    }

    /** {@code Type/id}, without the version. */
    public String reference() {
        return type + "/" + id;
    }
}
