package io.candour.enforcement;

import com.fasterxml.jackson.databind.JsonNode;
import io.candour.consent.fhir.LocalReferences;
import io.candour.identity.VerifiedToken;
import io.candour.record.RecordIndex;
import io.candour.record.RecordItem;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a search brings along (R4 3.1.1.5.3 {@code _include}): items that those on the page name, each decided as if it
 * had been asked for, once, and not followed any further. Safe for use by many threads.
 */
final class Inclusions {
    private static final String REFERENCE = "\"reference\":\"";

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
        for (String reference : references(page)) {
            local.local(reference)
                    .filter(each -> types.contains(each.substring(0, each.indexOf('/'))))
                    .ifPresent(named::add);
        }
        return named.isEmpty() ? List.of() : open(named, verdicts);
    }

    /** Each once: most items of a page name the same few. */
    private static Set<String> references(List<RecordItem> page) {
        Set<String> references = new HashSet<>();
        for (RecordItem item : page) {
            String content = item.content();
            // Quotes inside of texts are escaped, so this stands where an element begins and nowhere else.
            int start = content.indexOf(REFERENCE) + REFERENCE.length();
            while (start >= REFERENCE.length()) {
                int end = content.indexOf('"', start);
                references.add(content.substring(start, end));
                start = content.indexOf(REFERENCE, end) + REFERENCE.length();
            }
        }
        return references;
    }

    private List<RecordItem> open(SortedSet<String> named, Verdicts verdicts) {
        List<RecordItem> items = index.items(named);
        Map<String, List<String>> patients = items.stream()
                .collect(Collectors.toMap(
                        item -> item.facts().reference(), item -> item.facts().patients()));
        boolean known = patients.values().stream().allMatch(verdicts::areAbout);
        verdicts.aboutAll(items.stream().map(RecordItem::facts).toList());
        // Snapshots before the items that are judged: what narrows in between is then seen in one or the other.
        return (known ? items : index.items(named))
                .stream()
                        .filter(item -> item.facts()
                                .patients()
                                .equals(patients.get(item.facts().reference())))
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
