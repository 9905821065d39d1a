package io.candour.consent.fhir;

import io.candour.consent.Confidentiality;
import io.candour.consent.Sensitivity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Resource;

/**
 * What a resource and the resources inside it are labelled. Tags are read as well as security labels: on some write
 * paths HAPI carries a label over into the wrong list, and a label must never get lost.
 */
record Labels(Confidentiality confidentiality, Set<String> sensitivity, boolean noPatient) {
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
                noPatient |= "NOPAT".equals(coding.getCode());
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
