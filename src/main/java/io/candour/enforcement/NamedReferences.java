package io.candour.enforcement;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/** The references of a resource by the FHIRPath of where they stand, as {@code Consent.provision.data[0].reference}. */
final class NamedReferences {
    private NamedReferences() {}

    static Map<String, Reference> of(Resource resource) {
        Map<String, Reference> found = new LinkedHashMap<>();
        walk(resource, resource.fhirType(), found);
        return found;
    }

    private static void walk(Base base, String path, Map<String, Reference> found) {
        if (base instanceof Reference reference) {
            found.put(path, reference);
        }
        for (Property property : base.children()) {
            List<Base> values = property.getValues();
            String name = path + "." + property.getName().replace("[x]", "");
            for (int i = 0; i < values.size(); i++) {
                walk(values.get(i), property.isList() ? name + "[" + i + "]" : name, found);
            }
        }
    }
}
