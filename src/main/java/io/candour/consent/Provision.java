package io.candour.consent;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * One provision of a Consent as compiled. Elements are joined by AND, the values of one element by OR; an empty
 * element matches anything. {@code types}, {@code profiles}, {@code documentTypes} and {@code categories} are one
 * element (class), {@code instances}, {@code related} and {@code authoredBy} another (data).
 *
 * @param actors references or {@code system|value} identifiers of recipients
 * @param purposes v3-ActReason codes
 * @param period when the rule holds
 * @param types R4 resource types
 * @param profiles canonical URLs without version
 * @param documentTypes {@code system|code}
 * @param codes {@code system|code}
 * @param instances {@code Type/id}
 * @param related {@code Encounter/id}, {@code CarePlan/id}, {@code EpisodeOfCare/id}
 * @param authoredBy references
 * @param dataPeriod clinical dates
 * @param confidentiality covers this level and below for a permit, this level and above for a deny
 * @param sensitivity the codes as written; what they cover is {@link Sensitivity#closure}
 */
public record Provision(
        Effect effect,
        Set<String> actors,
        Set<String> purposes,
        Interval period,
        Set<String> types,
        Set<String> profiles,
        Set<String> documentTypes,
        Set<Category> categories,
        Set<String> codes,
        Set<String> instances,
        Set<String> related,
        Set<String> authoredBy,
        Optional<Interval> dataPeriod,
        Optional<Confidentiality> confidentiality,
        Set<String> sensitivity) {
    public Provision {
        Objects.requireNonNull(effect, "effect");
        Objects.requireNonNull(period, "period");
        Objects.requireNonNull(dataPeriod, "dataPeriod");
        Objects.requireNonNull(confidentiality, "confidentiality");
        actors = Set.copyOf(actors);
        purposes = Set.copyOf(purposes);
        types = Set.copyOf(types);
        profiles = Set.copyOf(profiles);
        documentTypes = Set.copyOf(documentTypes);
        categories = Set.copyOf(categories);
        codes = Set.copyOf(codes);
        instances = Set.copyOf(instances);
        related = Set.copyOf(related);
        authoredBy = Set.copyOf(authoredBy);
        sensitivity = Set.copyOf(sensitivity);
    }

    /** A provision about everyone and everything, always. */
    public static Provision of(Effect effect) {
        return builder(effect).build();
    }

    public static ProvisionBuilder builder(Effect effect) {
        return new ProvisionBuilder(effect);
    }
}
