package io.candour.portal.form;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is wrong with a form, in the order of its fields; one problem of each field. Not safe for use by many threads. */
public final class Problems {
    private final List<Problem> all = new ArrayList<>();

    /** Adds one, unless the field has one already. */
    public void add(String field, String key) {
        if (of(field).isEmpty()) {
            all.add(new Problem(field, key));
        }
    }

    public boolean any() {
        return !all.isEmpty();
    }

    public List<Problem> all() {
        return List.copyOf(all);
    }

    /** The message for a field. */
    public Optional<String> of(String field) {
        return all.stream()
                .filter(each -> each.field().equals(field))
                .map(Problem::key)
                .findFirst();
    }
}
