package io.candour.enforcement;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.FhirContext;
import io.candour.record.RecordItem;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What {@code _elements} (R4 3.1.1.5.9) leaves of resources: those named, and those that a resource must have. */
final class Elements {
    private Elements() {}

    /**
     * @param type of the resources it is about; others are left whole
     * @param asked values of the parameter, each a list
     */
    static UnaryOperator<RecordItem> of(String type, List<String> asked) {
        if (asked.isEmpty()) {
            return UnaryOperator.identity();
        }
        Set<String> kept = kept(
                type,
                asked.stream()
                        .flatMap(each -> List.of(each.split(",", -1)).stream())
                        .toList());
        return item -> item.type().equals(type)
                ? new RecordItem(
                        item.version(), item.facts(), Subset.of(item.content(), resource -> resource.retain(kept)))
                : item;
    }

    /** Names of JSON properties. */
    private static Set<String> kept(String type, Collection<String> asked) {
        Set<String> kept = new HashSet<>(Set.of("resourceType", "id", "meta"));
        Set<String> unknown = new HashSet<>(asked);
        unknown.removeAll(kept);
        for (BaseRuntimeChildDefinition child :
                FhirContext.forR4Cached().getResourceDefinition(type).getChildren()) {
            String name = child.getElementName().replace("[x]", "");
            if (child.getMin() > 0 || asked.contains(name)) {
                child.getValidChildNames().forEach(each -> kept.addAll(List.of(each, "_" + each)));
            }
            unknown.remove(name);
        }
        if (!unknown.isEmpty()) {
            throw Refusal.invalid(
                    Gate.ELEMENTS,
                    type + " has no element '"
                            + Gate.printable(unknown.iterator().next()) + "'");
        }
        return kept;
    }
}
