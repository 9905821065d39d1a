package io.candour.consent.fhir;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/**
 * Whose a resource is, by {@link SubjectTable}. A patient this server doesn't hold is named all the same, as the item
 * writes them: there is no snapshot for a stranger, so what is theirs too is closed.
 */
final class Patients {
    private static final Pattern OTHER_TYPE =
            Pattern.compile("(.*/)?(?!Patient[/?])[A-Z][A-Za-z]+[/?][^/]*(/_history/.*)?");

    private final LocalReferences references;
    private final Known known;

    Patients(LocalReferences references, Known known) {
        this.references = references;
        this.known = known;
    }

    List<String> of(Resource resource) {
        Set<String> patients = new TreeSet<>();
        collect(resource, patients);
        return List.copyOf(patients);
    }

    private void collect(Resource resource, Set<String> patients) {
        if (resource instanceof Patient) {
            patients.add(resource.getIdElement().getIdPart());
            return;
        }
        for (String path : SubjectTable.paths(resource.fhirType())) {
            for (Base value : Elements.at(resource, path)) {
                if (value instanceof Reference reference) {
                    named(reference, patients);
                } else if (!path.equals("entry.resource") && value instanceof Resource embedded) {
                    embedded(embedded, patients);
                }
            }
        }
        Elements.at(resource, "entry").forEach(entry -> {
            if (entry instanceof BundleEntryComponent inBundle && inBundle.hasResource()) {
                inBundle(inBundle, patients);
            }
        });
        Elements.children(resource, "contained").forEach(contained -> embedded((Resource) contained, patients));
    }

    /** The id of an embedded Patient is the sender's own and may be anyone's here. */
    private void embedded(Resource resource, Set<String> patients) {
        if (resource instanceof Patient) {
            patients.add("#" + resource.getIdElement().getIdPart());
        } else {
            collect(resource, patients);
        }
    }

    /** Relative references in an entry are relative to where the entry comes from (R4 Bundle, 2.36.4.1). */
    private void inBundle(BundleEntryComponent entry, Set<String> patients) {
        boolean placed = entry.getFullUrlElement().hasValue();
        boolean ours = placed && references.local(entry.getFullUrl()).isPresent();
        if (ours || !placed && !(entry.getResource() instanceof Patient)) {
            collect(entry.getResource(), patients);
            return;
        }
        Set<String> theirs = new TreeSet<>();
        embedded(entry.getResource(), theirs);
        theirs.forEach(patient -> patients.add(entry.getFullUrl() + "#" + patient));
    }

    private void named(Reference reference, Set<String> patients) {
        String text = LocalReferences.text(reference);
        Optional<String> local = references.local(text);
        if (local.isPresent()) {
            if (local.get().startsWith("Patient/")) {
                patients.add(LocalReferences.id(local.get()));
            } else {
                known.facts(local.get()).ifPresent(facts -> patients.addAll(facts.patients()));
            }
        } else if (!text.isEmpty() && !text.startsWith("#") && mayBePatient(reference, text)) {
            patients.add(text);
        }
    }

    private static boolean mayBePatient(Reference reference, String text) {
        return reference.getTypeElement().hasValue()
                ? reference.getType().equals("Patient")
                : !OTHER_TYPE.matcher(text).matches();
    }

    /** Whether any reference anywhere in it is to a Patient. */
    boolean named(Resource resource) {
        boolean[] found = {false};
        Elements.references(resource, reference -> {
            String text = LocalReferences.text(reference);
            found[0] |= "Patient".equals(reference.getType())
                    || references.local(text).orElse(text).matches("(.*/)?Patient[/?].*");
        });
        return found[0];
    }
}
