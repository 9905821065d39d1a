package io.candour.consent.fhir;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.CanonicalType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/** What a resource is about, by its codes. */
final class Codes {
    private static final Set<String> DOCUMENTS = Set.of("DocumentReference", "DocumentManifest", "Composition");

    private Codes() {}

    /** Codings at a path, whatever of Coding and CodeableConcept is there. */
    static List<Coding> codings(Base base, String path) {
        List<Coding> codings = new ArrayList<>();
        for (Base value : Elements.at(base, path)) {
            if (value instanceof CodeableConcept concept) {
                codings.addAll(concept.getCoding());
            } else if (value instanceof Coding coding) {
                codings.add(coding);
            }
        }
        return codings;
    }

    /** {@code system|code} of the clinical code, a medicine's own included. */
    static Set<String> clinical(Resource resource, LocalReferences references, Known known) {
        Set<String> codes = new HashSet<>();
        Stream.of("code", "medication", "vaccineCode", "serviceCode")
                .forEach(path -> codes.addAll(texts(codings(resource, path))));
        if (resource.fhirType().equals("Encounter")) {
            codes.addAll(texts(codings(resource, "type")));
        }
        for (Base medicine : Elements.at(resource, "medication")) {
            if (medicine instanceof Reference reference) {
                references.local(reference).flatMap(known::facts).ifPresent(facts -> codes.addAll(facts.codes()));
                if (LocalReferences.text(reference).startsWith("#")) {
                    codes.addAll(texts(codings(resource, "contained.code")));
                }
            }
        }
        return codes;
    }

    static Set<String> documentTypes(Resource resource) {
        return DOCUMENTS.contains(resource.fhirType()) ? texts(codings(resource, "type")) : Set.of();
    }

    /** Bare codes that tell apart the kinds of one type. */
    static Set<String> categories(Resource resource) {
        return Stream.of("category", "code")
                .flatMap(path -> codings(resource, path).stream())
                .filter(Codes::coded)
                .map(Coding::getCode)
                .collect(Collectors.toSet());
    }

    static Set<String> profiles(Resource resource) {
        return resource.getMeta().getProfile().stream()
                .filter(CanonicalType::hasValue)
                .map(profile -> withoutVersion(profile.getValue()))
                .collect(Collectors.toSet());
    }

    static String withoutVersion(String canonical) {
        int bar = canonical.indexOf('|');
        return bar < 0 ? canonical : canonical.substring(0, bar);
    }

    private static Set<String> texts(List<Coding> codings) {
        return codings.stream().filter(Codes::coded).map(Codes::text).collect(Collectors.toSet());
    }

    /** Whether both system and code have a value; the standard lets either be known to be absent. */
    static boolean complete(Coding coding) {
        return coding.getSystemElement().hasValue() && coded(coding);
    }

    private static boolean coded(Coding coding) {
        return coding.getCodeElement().hasValue();
    }

    /** {@code system|code}; the system is empty where none was given. */
    static String text(Coding coding) {
        return (coding.getSystemElement().hasValue() ? coding.getSystem() : "") + "|" + coding.getCode();
    }
}
