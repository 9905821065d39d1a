package io.candour.portal.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.BackboneElement;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/** What a resource says, element by element, in its order. Safe for use by many threads. */
final class Facts {
    /** Who or what a part is about needs no label before it. */
    private static final Set<String> HEADS = Set.of(
            "individual",
            "member",
            "actor",
            "item",
            "code",
            "name",
            "manifestation",
            "detail",
            "reference",
            "target",
            "attachment",
            "condition",
            "substance",
            "text",
            "content",
            "what",
            "who",
            "location",
            "encounter");

    /** What a part repeats of the whole, or says to systems. */
    private static final Set<String> SILENT = Set.of(
            "period", "format", "related", "sourcePatientInfo", "sequence", "number", "instance", "uid", "sopClass");

    /** Organisations and people are in no record: there is nothing to show of them. */
    private static final Set<String> IN_NO_RECORD = Set.of(
            "Practitioner",
            "PractitionerRole",
            "Organization",
            "Location",
            "HealthcareService",
            "Medication",
            "Patient",
            "Group",
            "AuditEvent");

    private static final Pattern ITEM = Pattern.compile("[A-Z][A-Za-z]+/[A-Za-z0-9.-]{1,64}");

    private final Phrases phrases;
    private final Values values;

    Facts(Phrases phrases, Values values) {
        this.phrases = phrases;
        this.values = values;
    }

    /** @param told names of elements that are told otherwise */
    List<Fact> of(Resource resource, Set<String> told, Related related) {
        List<Fact> facts = new ArrayList<>();
        for (Property element : resource.children()) {
            String name = Elements.plain(element);
            if (Elements.SILENT.contains(name) || told.contains(name)) {
                continue;
            }
            List<Value> said = element.getValues().stream()
                    .flatMap(each -> value(each, resource.fhirType(), related).stream())
                    .distinct()
                    .toList();
            if (!said.isEmpty()) {
                facts.add(new Fact(label(resource.fhirType(), name), said));
            }
        }
        if (modified(resource)) {
            facts.add(new Fact(phrases.say("modified"), List.of(Value.of(phrases.say("modified.by-what")))));
        }
        return List.copyOf(facts);
    }

    private String label(String type, String name) {
        return phrases.find("element." + type + "." + name)
                .or(() -> phrases.find("element." + name))
                .orElseGet(() -> Phrases.spaced(name));
    }

    private Optional<Value> value(Base value, String type, Related related) {
        if (value instanceof Reference reference) {
            return reference(reference, related);
        }
        Optional<String> words = values.words(value);
        if (words.isPresent()) {
            return words.map(Value::of);
        }
        return value instanceof BackboneElement ? part(value, type, related) : Optional.empty();
    }

    private Optional<Value> part(Base part, String type, Related related) {
        List<String> heads = new ArrayList<>();
        List<String> rest = new ArrayList<>();
        Optional<String> item = Optional.empty();
        for (Property element : part.children()) {
            String name = Elements.plain(element);
            if (SILENT.contains(name) || (Elements.SILENT.contains(name) && !name.equals("text"))) {
                continue;
            }
            List<Value> said = element.getValues().stream()
                    .flatMap(each -> value(each, type, related).stream())
                    .distinct()
                    .toList();
            item = item.or(
                    () -> said.stream().flatMap(each -> each.item().stream()).findFirst());
            String words = said.stream().map(Value::words).collect(Collectors.joining(", "));
            if (!words.isEmpty()) {
                boolean head = HEADS.contains(name);
                (head ? heads : rest).add(head ? words : phrases.say("labelled", label(type, name), words));
            }
        }
        heads.addAll(rest);
        Optional<String> found = item;
        return heads.isEmpty() ? Optional.empty() : Optional.of(new Value(String.join("; ", heads), found));
    }

    Optional<Value> reference(Reference reference, Related related) {
        String type = reference.getReferenceElement().getResourceType();
        Optional<String> item = Optional.of(
                        type + "/" + reference.getReferenceElement().getIdPart())
                .filter(each -> ITEM.matcher(each).matches() && !IN_NO_RECORD.contains(type));
        return name(reference, related)
                .or(() -> Optional.ofNullable(type)
                        .map(each -> phrases.find("who." + each).orElseGet(() -> kind(each))))
                .map(words -> new Value(words, item));
    }

    /** What is named is called as it calls itself; else as whoever names it does. */
    Optional<String> name(Reference reference, Related related) {
        Optional<Resource> known = reference.getResource() instanceof Resource contained
                ? Optional.of(contained)
                : related.find(reference);
        return known.flatMap(each -> named(each, Related.NONE)).or(() -> Optional.ofNullable(reference.getDisplay())
                .map(display -> Phrases.capitalised(
                        display.replaceFirst(" \\((?:procedure|finding|disorder|situation)\\)$", ""))));
    }

    /** What a resource is of. */
    Optional<String> named(Resource resource, Related related) {
        return Elements.naming(resource.fhirType()).stream()
                .flatMap(name -> Elements.values(resource, name).stream())
                .flatMap(each -> (each instanceof Reference reference
                                ? name(reference, related)
                                : value(each, resource.fhirType(), related).map(Facts::head))
                        .stream())
                .filter(name -> !name.equals(phrases.code("assess-plan")))
                .findFirst();
    }

    /** Of a part what comes first. */
    private static String head(Value value) {
        int end = value.words().indexOf("; ");
        return end < 0 ? value.words() : value.words().substring(0, end);
    }

    String kind(String type) {
        return phrases.find("type." + type).orElseGet(() -> Phrases.spaced(type));
    }

    private static boolean modified(Resource resource) {
        return !Elements.values(resource, "modifierExtension").isEmpty();
    }
}
