package io.candour.enforcement;

import com.fasterxml.jackson.databind.JsonNode;
import io.candour.consent.ItemFacts;
import io.candour.consent.fhir.LocalReferences;
import io.candour.identity.VerifiedToken;
import io.candour.record.RecordIndex;
import io.candour.record.RecordItem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a search brings along (R4 3.1.1.5.3 {@code _include}): items that those on the page name, each decided as if it
 * had been asked for, once, and not followed any further. Safe for use by many threads.
 */
final class Inclusions {
    private static final Pattern REFERENCE = Pattern.compile("\"reference\":\"([^\"\\\\]+)\"");

    private final AllowList allowList;
    private final RecordIndex index;
    private final LocalReferences local;

    Inclusions(AllowList allowList, RecordIndex index, LocalReferences local) {
        this.allowList = allowList;
        this.index = index;
        this.local = local;
    }

    /** @param page what the caller gets already */
    List<RecordItem> with(List<RecordItem> page, FhirRequest request, Verdicts verdicts) {
        List<String> asked = request.values(Gate.INCLUDE);
        if (asked.isEmpty() || page.isEmpty()) {
            return List.of();
        }
        SortedSet<String> named = named(page, request.type().orElseThrow(), asked);
        page.forEach(item -> named.remove(item.facts().reference()));
        return open(named, verdicts);
    }

    /** What items name that is about nobody: people who write, organisations, places, medicines. */
    List<RecordItem> ofNobody(List<RecordItem> page, VerifiedToken token, Verdicts verdicts) {
        Set<String> types = allowList.readOfNobody(token);
        SortedSet<String> named = new TreeSet<>();
        for (RecordItem item : page) {
            // Quotes inside of texts are escaped, so this stands where an element begins and nowhere else.
            Matcher reference = REFERENCE.matcher(item.content());
            while (reference.find()) {
                local.local(reference.group(1))
                        .filter(each -> types.contains(each.substring(0, each.indexOf('/'))))
                        .ifPresent(named::add);
            }
        }
        return named.isEmpty() ? List.of() : open(named, verdicts);
    }

    private List<RecordItem> open(SortedSet<String> named, Verdicts verdicts) {
        Map<String, ItemFacts> before = new TreeMap<>(index.facts(named));
        verdicts.aboutAll(before.values());
        return index.items(named).stream()
                .filter(item -> Optional.ofNullable(before.get(item.facts().reference()))
                        .filter(facts -> facts.patients().equals(item.facts().patients()))
                        .isPresent())
                .filter(item -> verdicts.permits(item.facts()))
                .toList();
    }

    private SortedSet<String> named(List<RecordItem> page, String type, List<String> asked) {
        List<Inclusion> inclusions = allowList.includes(type).entrySet().stream()
                .filter(each -> asked.contains(type + ":" + each.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        SortedSet<String> named = new TreeSet<>();
        for (RecordItem item : page) {
            JsonNode content = item.json();
            inclusions.forEach(each ->
                    each.references(content, reference -> local.local(reference).ifPresent(named::add)));
        }
        return named;
    }
}
