package io.candour.record;

import io.candour.consent.ItemFacts;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Items with all that they tell of (see {@link ItemFacts#names}), near and far: a List is withheld with the prescription
 * on it, and that with the Condition it was written for.
 *
 * <p>Read once from the index and remembered, so it serves one answer or one count. Used by one thread.
 */
public final class NamedItems {
    private final RecordIndex index;
    private final Map<String, Optional<ItemFacts>> read = new HashMap<>();

    public NamedItems(RecordIndex index) {
        this.index = index;
    }

    /** Reads what these items tell of, all at once; returns the patients whose that is. */
    public Set<String> read(Collection<ItemFacts> items) {
        Set<String> patients = new TreeSet<>();
        Collection<ItemFacts> named = items;
        while (!named.isEmpty()) {
            Set<String> missing = new TreeSet<>();
            named.forEach(item -> missing.addAll(item.names()));
            missing.removeAll(read.keySet());
            Map<String, ItemFacts> found = index.facts(missing);
            missing.forEach(each -> read.put(each, Optional.ofNullable(found.get(each))));
            found.values().forEach(item -> patients.addAll(item.patients()));
            named = found.values();
        }
        return patients;
    }

    /** Forgets what was read. */
    public void forget() {
        read.clear();
    }

    /** The item, and what it tells of if that is here and a patient's; nobody withholds what is about nobody. */
    public List<ItemFacts> with(ItemFacts item) {
        if (item.names().isEmpty()) {
            return List.of(item);
        }
        read(List.of(item));
        Map<String, ItemFacts> all = new LinkedHashMap<>();
        Deque<ItemFacts> left = new ArrayDeque<>(List.of(item));
        while (!left.isEmpty()) {
            ItemFacts next = left.remove();
            if (all.putIfAbsent(next.reference(), next) == null) {
                next.names().forEach(name -> read.getOrDefault(name, Optional.empty())
                        .filter(ItemFacts::namesPatient)
                        .ifPresent(left::add));
            }
        }
        return List.copyOf(all.values());
    }
}
