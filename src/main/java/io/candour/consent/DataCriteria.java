package io.candour.consent;

import static io.candour.consent.Condition.all;
import static io.candour.consent.Condition.any;
import static io.candour.consent.Condition.not;

import io.candour.consent.Condition.Flag;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Which items a provision is about. Labels and dates match narrowly for a permit and widely for a deny. */
final class DataCriteria {
    private static final List<Function<Provision, Optional<Condition>>> ELEMENTS = List.of(
            DataCriteria::classes, DataCriteria::codes, DataCriteria::data, DataCriteria::dates, DataCriteria::labels);

    private DataCriteria() {}

    static Condition of(Provision root) {
        return all(ELEMENTS.stream()
                .flatMap(element -> element.apply(root).stream())
                .toList());
    }

    /** An exception is about what its root is about, element by element, but for elements it states itself. */
    static Condition of(Provision nested, Provision root) {
        return all(ELEMENTS.stream()
                .flatMap(element -> element.apply(nested).or(() -> element.apply(root)).stream())
                .toList());
    }

    private static Optional<Condition> classes(Provision provision) {
        return anyGiven(
                given(provision.types(), Condition.TypeIn::new),
                given(provision.profiles(), Condition.ProfileIn::new),
                given(provision.documentTypes(), Condition.DocumentTypeIn::new),
                given(provision.categories(), Condition.CategoryIn::new));
    }

    private static Optional<Condition> codes(Provision provision) {
        return given(provision.codes(), Condition.CodeIn::new);
    }

    private static Optional<Condition> data(Provision provision) {
        return anyGiven(
                given(provision.instances(), Condition.InstanceIn::new),
                given(provision.related(), Condition.BelongsTo::new),
                given(provision.authoredBy(), Condition.AuthoredBy::new));
    }

    private static Optional<Condition> dates(Provision provision) {
        boolean permit = provision.effect() == Effect.PERMIT;
        return provision
                .dataPeriod()
                .map(period -> permit ? new Condition.ClinicalWithin(period) : new Condition.ClinicalOverlaps(period));
    }

    private static Optional<Condition> labels(Provision provision) {
        Set<String> covered = Sensitivity.closure(provision.sensitivity());
        Optional<Confidentiality> level = provision.confidentiality();
        if (covered.isEmpty() && level.isEmpty()) {
            return Optional.empty();
        }
        if (provision.effect() == Effect.DENY) {
            Condition above =
                    level.<Condition>map(Condition.ConfidentialityAtLeast::new).orElse(Flag.NEVER);
            return Optional.of(covered.isEmpty() ? above : any(List.of(above, new Condition.SensitivityIn(covered))));
        }
        Condition below =
                level.<Condition>map(Condition.ConfidentialityAtMost::new).orElse(Flag.NEVER);
        if (covered.isEmpty()) {
            return Optional.of(below);
        }
        // A code nobody listed keeps an item out, however low its confidentiality.
        return Optional.of(any(List.of(
                all(List.of(Flag.HAS_SENSITIVITY, new Condition.SensitivityWithin(covered))),
                all(List.of(not(Flag.HAS_SENSITIVITY), below)))));
    }

    private static <V> Optional<Condition> given(Set<V> values, Function<Set<V>, Condition> condition) {
        return values.isEmpty() ? Optional.empty() : Optional.of(condition.apply(values));
    }

    @SafeVarargs
    private static Optional<Condition> anyGiven(Optional<Condition>... conditions) {
        Collection<Condition> given = new ArrayList<>();
        for (Optional<Condition> condition : conditions) {
            condition.ifPresent(given::add);
        }
        return given.isEmpty() ? Optional.empty() : Optional.of(any(List.copyOf(given)));
    }
}
