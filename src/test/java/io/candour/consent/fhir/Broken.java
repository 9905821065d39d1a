package io.candour.consent.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** What senders leave out. */
final class Broken {
    private Broken() {}

    /** The same with one thing taken out, or left as a value that isn't there (data-absent-reason), once for each. */
    static List<JsonNode> ways(JsonNode shape) {
        List<JsonNode> all = new ArrayList<>();
        if (shape instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            names.remove("resourceType");
            names.remove("id");
            for (String name : names) {
                ObjectNode without = object.deepCopy();
                JsonNode value = without.remove(name);
                all.add(without);
                if (value.isValueNode()) {
                    ObjectNode absent = without.deepCopy();
                    absent.putObject("_" + name)
                            .putArray("extension")
                            .addObject()
                            .put("url", "http://hl7.org/fhir/StructureDefinition/data-absent-reason")
                            .put("valueCode", "unknown");
                    all.add(absent);
                }
                ways(value).forEach(changed -> all.add(object.deepCopy().set(name, changed)));
            }
        } else if (shape instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                int at = i;
                ways(array.get(i)).forEach(changed -> {
                    ArrayNode copy = array.deepCopy();
                    copy.set(at, changed);
                    all.add(copy);
                });
            }
        }
        return all;
    }
}
