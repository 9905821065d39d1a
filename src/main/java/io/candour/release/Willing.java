package io.candour.release;

import io.candour.consent.Caller;
import io.candour.consent.Condition;
import io.candour.consent.Purpose;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Whose records a programme may look at, and what of each, as decided at one moment.
 *
 * @param as whom the decision takes the programme for
 * @param versions of their choices, by patient; nobody else's record is looked at
 * @param rules as {@link io.candour.record.Sweep.Open} has them
 * @param ground as {@link Ground#of} has it
 * @param validUntil when the passing of time alone may change it
 */
record Willing(
        Caller as,
        Purpose purpose,
        Map<String, Long> versions,
        Map<String, Integer> rules,
        List<Condition> conditions,
        Instant now,
        String ground,
        Optional<Instant> validUntil) {
    Willing {
        versions = Collections.unmodifiableMap(new TreeMap<>(versions));
        rules = Collections.unmodifiableMap(new TreeMap<>(rules));
        conditions = List.copyOf(conditions);
    }

    /** The same of those of these people alone. */
    Willing only(Set<String> people) {
        Map<String, Long> theirs = new TreeMap<>(versions);
        theirs.keySet().retainAll(people);
        Map<String, Integer> how = new TreeMap<>(rules);
        how.keySet().retainAll(people);
        return new Willing(as, purpose, theirs, how, conditions, now, ground, validUntil);
    }
}
