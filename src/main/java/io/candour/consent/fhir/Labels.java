package io.candour.consent.fhir;

import io.candour.consent.Confidentiality;
import io.candour.consent.Sensitivity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Resource;

/**
 * What an item is labelled: the highest confidentiality (N where there is none), its v3-ActCode sensitivities, and
 * whether the patient is not to be told.
 */
public record Labels(Confidentiality confidentiality, Set<String> sensitivity, boolean noPatient) {
    private static final String NOT_THE_PATIENT = "NOPAT";

    /** Of an item that nobody labelled. */
    public static final Labels NONE = new Labels(Confidentiality.N, Set.of(), false);

    public Labels {
        Objects.requireNonNull(confidentiality, "confidentiality");
        sensitivity = Set.copyOf(sensitivity);
    }

    /** Both: the higher level, all sensitivities. */
    public Labels and(Labels other) {
        Set<String> both = new TreeSet<>(sensitivity);
        both.addAll(other.sensitivity);
        return new Labels(
                confidentiality.compareTo(other.confidentiality) < 0 ? other.confidentiality : confidentiality,
                both,
                noPatient || other.noPatient);
    }

    /**
     * Adds to the resource's own labels what they do not say yet; nothing is taken away, so nothing is ever lowered.
     *
     * @return what was added, as {@code system|code}
     */
    public Set<String> addTo(Resource resource) {
        Labels said = of(resource);
        List<Coding> missing = new ArrayList<>();
        sensitivity.stream()
                .filter(code -> !said.sensitivity.contains(code))
                .sorted()
                .forEach(code ->
                        missing.add(new Coding().setSystem(Vocabulary.ACT_CODE).setCode(code)));
        if (confidentiality.compareTo(said.confidentiality) > 0) {
            missing.add(new Coding().setSystem(Vocabulary.CONFIDENTIALITY).setCode(confidentiality.name()));
        }
        if (noPatient && !said.noPatient) {
            missing.add(new Coding().setSystem(Vocabulary.ACT_CODE).setCode(NOT_THE_PATIENT));
        }
        missing.forEach(coding -> resource.getMeta().addSecurity(coding));
        return missing.stream().map(Codes::text).collect(Collectors.toSet());
    }

    /**
     * Gives a resource the labels of those inside it: stored is no meta of what is contained but its tags and profiles, and
     * a label must never get lost.
     */
    public static void lift(DomainResource resource) {
        Set<String> said =
                resource.getMeta().getSecurity().stream().map(Codes::text).collect(Collectors.toSet());
        for (Resource contained : resource.getContained()) {
            if (contained instanceof DomainResource domain) {
                lift(domain);
            }
            Meta meta = contained.getMeta();
            meta.getSecurity().stream()
                    .filter(label -> said.add(Codes.text(label)))
                    .forEach(
                            label -> resource.getMeta().addSecurity(label.copy().setVersion(null)));
            contained.setMeta(
                    meta.setSecurity(null)
                                    .setVersionIdElement(null)
                                    .setLastUpdatedElement(null)
                                    .isEmpty()
                            ? null
                            : meta);
        }
    }

    /** Takes away again what {@link #addTo} added. */
    public static void remove(Resource resource, Set<String> added) {
        resource.getMeta().getSecurity().removeIf(coding -> added.contains(Codes.text(coding)));
    }

    /**
     * What the resource and those inside it say. Tags are read as well as security labels: on some write paths HAPI
     * carries a label over into the wrong list, and a label must never get lost.
     */
    static Labels of(Resource resource) {
        List<Coding> codings = new ArrayList<>();
        collect(resource, codings);
        Set<String> sensitivity = new HashSet<>();
        List<Confidentiality> levels = new ArrayList<>();
        boolean noPatient = false;
        for (Coding coding : codings) {
            if (Vocabulary.CONFIDENTIALITY.equals(coding.getSystem())) {
                levels.add(level(coding.getCode()));
            } else if (Vocabulary.ACT_CODE.equals(coding.getSystem())) {
                noPatient |= NOT_THE_PATIENT.equals(coding.getCode());
                if (coding.getCodeElement().hasValue() && Sensitivity.known(coding.getCode())) {
                    sensitivity.add(coding.getCode());
                }
            }
        }
        return new Labels(
                levels.stream().max(Confidentiality::compareTo).orElse(Confidentiality.N), sensitivity, noPatient);
    }

    private static void collect(Resource resource, List<Coding> codings) {
        codings.addAll(resource.getMeta().getSecurity());
        codings.addAll(resource.getMeta().getTag());
        codings.addAll(Codes.codings(resource, "securityLabel"));
        for (Base level : Elements.at(resource, "confidentiality")) {
            codings.add(new Coding(Vocabulary.CONFIDENTIALITY, ((PrimitiveType<?>) level).getValueAsString(), ""));
        }
        for (String path : List.of("contained", "entry.resource")) {
            for (Base inside : Elements.at(resource, path)) {
                collect((Resource) inside, codings);
            }
        }
    }

    /** A level the standard doesn't have is the highest: somebody meant to restrict. */
    private static Confidentiality level(String code) {
        for (Confidentiality level : Confidentiality.values()) {
            if (level.name().equals(code)) {
                return level;
            }
        }
        return Confidentiality.V;
    }
}
