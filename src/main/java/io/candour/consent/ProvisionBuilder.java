package io.candour.consent;

import java.util.Optional;
import java.util.Set;

/** Builds a {@link Provision} that matches anything but for what it is told. Not thread-safe. */
public final class ProvisionBuilder {
    private final Effect effect;
    private Set<String> actors = Set.of();
    private Set<String> purposes = Set.of();
    private Interval period = Interval.ALWAYS;
    private Set<String> types = Set.of();
    private Set<String> profiles = Set.of();
    private Set<String> documentTypes = Set.of();
    private Set<Category> categories = Set.of();
    private Set<String> codes = Set.of();
    private Set<String> instances = Set.of();
    private Set<String> related = Set.of();
    private Set<String> authoredBy = Set.of();
    private Optional<Interval> dataPeriod = Optional.empty();
    private Optional<Confidentiality> confidentiality = Optional.empty();
    private Set<String> sensitivity = Set.of();

    ProvisionBuilder(Effect effect) {
        this.effect = effect;
    }

    public ProvisionBuilder actors(Set<String> values) {
        actors = values;
        return this;
    }

    public ProvisionBuilder purposes(Set<String> values) {
        purposes = values;
        return this;
    }

    public ProvisionBuilder period(Interval value) {
        period = value;
        return this;
    }

    public ProvisionBuilder types(Set<String> values) {
        types = values;
        return this;
    }

    public ProvisionBuilder profiles(Set<String> values) {
        profiles = values;
        return this;
    }

    public ProvisionBuilder documentTypes(Set<String> values) {
        documentTypes = values;
        return this;
    }

    public ProvisionBuilder categories(Set<Category> values) {
        categories = values;
        return this;
    }

    public ProvisionBuilder codes(Set<String> values) {
        codes = values;
        return this;
    }

    public ProvisionBuilder instances(Set<String> values) {
        instances = values;
        return this;
    }

    public ProvisionBuilder related(Set<String> values) {
        related = values;
        return this;
    }

    public ProvisionBuilder authoredBy(Set<String> values) {
        authoredBy = values;
        return this;
    }

    public ProvisionBuilder dataPeriod(Interval value) {
        dataPeriod = Optional.of(value);
        return this;
    }

    public ProvisionBuilder confidentiality(Confidentiality value) {
        confidentiality = Optional.of(value);
        return this;
    }

    public ProvisionBuilder sensitivity(Set<String> values) {
        sensitivity = values;
        return this;
    }

    public Provision build() {
        return new Provision(
                effect,
                actors,
                purposes,
                period,
                types,
                profiles,
                documentTypes,
                categories,
                codes,
                instances,
                related,
                authoredBy,
                dataPeriod,
                confidentiality,
                sensitivity);
    }
}
