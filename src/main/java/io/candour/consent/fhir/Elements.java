package io.candour.consent.fhir;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Reference;

/** Walks over HAPI's model without knowing its classes. */
final class Elements {
    /** Elements of R4 that hold more of themselves and may name a subject. */
    private static final Set<String> NESTED = Set.of("section", "part");

    private Elements() {}

    /** Values at a dotted path; {@code section} and {@code part} stand for those at any depth. Empty where the type has no such path. */
    static List<Base> at(Base base, String path) {
        if (path.equals(".")) {
            return List.of(base);
        }
        List<Base> found = new ArrayList<>();
        collect(base, List.of(path.split("\\.")), found);
        return found;
    }

    private static void collect(Base base, List<String> path, List<Base> found) {
        if (path.isEmpty()) {
            found.add(base);
            return;
        }
        String name = path.get(0);
        for (Base value : children(base, name)) {
            collect(value, path.subList(1, path.size()), found);
            if (NESTED.contains(name)) {
                collect(value, path, found);
            }
        }
    }

    static List<Base> children(Base base, String name) {
        List<Base> children = new ArrayList<>();
        Base[] values = base.listChildrenByName(name, false);
        if (values == null) { // HAPI's word for: the type has no such element
            return children;
        }
        for (Base value : values) {
            if (value != null && !value.isEmpty()) {
                children.add(value);
            }
        }
        return children;
    }

    /** Every reference anywhere inside, contained and embedded resources included. */
    static void references(Base base, Consumer<Reference> each) {
        if (base instanceof Reference reference) {
            each.accept(reference);
        }
        for (Property property : base.children()) {
            for (Base value : property.getValues()) {
                references(value, each);
            }
        }
    }
}
