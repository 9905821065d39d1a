package io.candour.consent;

import java.time.Instant;
import java.util.AbstractList;
import java.util.Comparator;
import java.util.List;

/**
 * The directives of a snapshot in their one order, each with its rule worked out once. It is the list a
 * {@link Snapshot} holds, so that a record can carry what the engine needs without showing it.
 */
final class Rules extends AbstractList<Directive> {
    private static final Comparator<Directive> ORDER = Comparator.comparing(Directive::consent)
            .thenComparing(Directive::version)
            .thenComparing(Directive::toString);

    private final Rule[] rules;
    private final Reasons reasons = Reasons.none();

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

    /** No reason yet. */
    Reasons reasons() {
        return reasons;
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
