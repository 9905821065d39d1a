package io.candour.consent;

import java.time.Instant;
import java.util.AbstractList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The directives of a snapshot in their one order, each as a rule. It is the list a {@link Snapshot} holds, so that a
 * record can carry what the engine needs without showing it.
 */
final class Rules extends AbstractList<Directive> {
    private static final Comparator<Directive> ORDER = Comparator.comparing(Directive::consent)
            .thenComparing(Directive::version)
            .thenComparing(Directive::toString);

    private final Rule[] rules;

    /** Whoever asked last asks again, item by item. A race works it out twice; being immutable, either will do. */
    private @Nullable Standing last;

    private volatile @Nullable Set<String> words;

    private Rules(Rule[] rules) {
        this.rules = rules;
    }

    static Rules of(List<Directive> directives) {
        return directives instanceof Rules ready
                ? ready
                : new Rules(directives.stream()
                        .distinct()
                        .sorted(ORDER)
                        .map(Rule::new)
                        .toArray(Rule[]::new));
    }

    /** Not to be written to. */
    Rule[] rules() {
        return rules;
    }

    /**
     * Whether some directive is about items such as this by name. A person who hid two hundred items has two hundred
     * directives, and one look at an item's words tells that it is none of their business.
     */
    boolean name(ItemFacts item) {
        Set<String> named = words();
        return !named.isEmpty()
                && (named.contains(item.id()) || Words.of(item.codes()).meet(named));
    }

    private Set<String> words() {
        Set<String> known = words;
        if (known == null) {
            Set<String> found = new HashSet<>();
            for (Rule rule : rules) {
                found.addAll(rule.words());
            }
            words = found;
            known = found;
        }
        return known;
    }

    /** Where the caller stands towards the record of the snapshot that holds these rules. */
    Standing standing(Snapshot snapshot, Caller caller, Purpose purpose, List<Grant> grants, Instant now) {
        Standing known = last;
        if (known == null || !known.answers(snapshot, caller, purpose, grants, now)) {
            known = new Standing(snapshot, caller, purpose, grants, now);
            last = known;
        }
        return known;
    }

    Instant changesAfter(Instant now) {
        Instant next = Instant.MAX;
        for (Rule rule : rules) {
            Instant change = rule.changesAfter(now);
            next = change.isBefore(next) ? change : next;
        }
        return next;
    }

    @Override
    public Directive get(int index) {
        return rules[index].directive();
    }

    @Override
    public int size() {
        return rules.length;
    }
}
