package io.candour.consent;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * All that a decision may look at of one item at one version.
 *
 * @param type R4 resource type
 * @param id logical id
 * @param patients logical ids of every patient it belongs to, sorted, without duplicates
 * @param profiles canonical URLs without version
 * @param documentTypes {@code system|code}
 * @param confidentiality the highest it is labelled with; N where it isn't
 * @param sensitivity v3-ActCode sensitivity codes it is labelled with
 * @param codes its clinical code's codings as {@code system|code}
 * @param sourceOrganisation {@code Organization/id}; absent where unknown
 * @param authors references of those who wrote it
 * @param names references of the items it tells of, and is withheld with: reasons, evidence, parts and members
 * @param belongsTo references of the Encounters, CarePlans and EpisodesOfCare it is part of
 * @param clinical when it happened; absent where it doesn't say
 * @param recorded when the server stored this version
 * @param noPatient labelled NOPAT: not to be told to the patient
 * @param namesPatient whether a Patient is mentioned anywhere in it, as subject or otherwise
 */
public record ItemFacts(
        String type,
        String id,
        List<String> patients,
        Set<String> profiles,
        Set<String> documentTypes,
        Category category,
        Confidentiality confidentiality,
        Set<String> sensitivity,
        Set<String> codes,
        Optional<String> sourceOrganisation,
        Set<String> authors,
        Set<String> names,
        Set<String> belongsTo,
        Optional<Interval> clinical,
        Instant recorded,
        boolean noPatient,
        boolean namesPatient) {
    public ItemFacts {
        Require.text(type, "type");
        Require.text(id, "id");
        Objects.requireNonNull(category, "category");
        Objects.requireNonNull(confidentiality, "confidentiality");
        Objects.requireNonNull(sourceOrganisation, "sourceOrganisation");
        Objects.requireNonNull(clinical, "clinical");
        Objects.requireNonNull(recorded, "recorded");
        patients = patients.stream().sorted().distinct().toList();
        profiles = Words.of(profiles);
        documentTypes = Words.of(documentTypes);
        sensitivity = Words.of(sensitivity);
        codes = Words.of(codes);
        authors = Words.of(authors);
        names = Words.of(names);
        belongsTo = Words.of(belongsTo);
    }

    /** The same as these patients' item. */
    public ItemFacts of(List<String> others) {
        return new ItemFacts(
                type,
                id,
                others,
                profiles,
                documentTypes,
                category,
                confidentiality,
                sensitivity,
                codes,
                sourceOrganisation,
                authors,
                names,
                belongsTo,
                clinical,
                recorded,
                noPatient,
                namesPatient);
    }

    /** {@code Type/id}. */
    public String reference() {
        return type + "/" + id;
    }

    /** Whether care outside its source needs more than the usual choice. */
    public boolean sensitive() {
        return confidentiality.compareTo(Confidentiality.R) >= 0 || !sensitivity.isEmpty();
    }
}
