package io.candour.portal.words;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What became otherwise from one version of an item to the next, as sentences. */
final class Changes {
    private final Phrases phrases;

    Changes(Phrases phrases) {
        this.phrases = phrases;
    }

    /** One sentence at least: that nothing that can be read changed, where nothing did. */
    List<String> between(Entry older, Entry newer) {
        Map<String, String> before = said(older);
        Map<String, String> after = said(newer);
        Set<String> labels = new LinkedHashSet<>(after.keySet());
        labels.addAll(before.keySet());
        List<String> changes = new ArrayList<>();
        for (String label : labels) {
            Optional<String> was = Optional.ofNullable(before.get(label));
            Optional<String> is = Optional.ofNullable(after.get(label));
            if (!was.equals(is)) {
                changes.add(sentence(label, was, is));
            }
        }
        return changes.isEmpty() ? List.of(phrases.say("version.nothing")) : List.copyOf(changes);
    }

    private String sentence(String label, Optional<String> was, Optional<String> is) {
        if (was.isEmpty()) {
            return phrases.say("version.added", label, is.orElse(""));
        }
        return is.map(now -> phrases.say("version.changed", label, was.get(), now))
                .orElseGet(() -> phrases.say("version.removed", label, was.get()));
    }

    private Map<String, String> said(Entry entry) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put(phrases.say("version.name"), entry.name());
        entry.when().ifPresent(when -> all.put(phrases.say("version.when"), when));
        entry.state().ifPresent(state -> all.put(phrases.say("version.state"), state));
        for (Measured result : entry.results()) {
            all.put(result.name(), result.words());
            result.range()
                    .ifPresent(range -> all.put(result.name() + " (" + phrases.say("version.range") + ")", range));
        }
        for (Fact fact : entry.facts()) {
            all.put(fact.label(), fact.values().stream().map(Value::words).collect(Collectors.joining(", ")));
        }
        return all;
    }
}
