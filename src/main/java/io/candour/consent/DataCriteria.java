package io.candour.consent;

import static io.candour.consent.Condition.all;
import static io.candour.consent.Condition.any;
import static io.candour.consent.Condition.not;

import io.candour.consent.Condition.Flag;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Which items a provision is about. Labels and dates match narrowly for a permit and widely for a deny. */
final class DataCriteria {
    private static final List<Function<Provision, Optional<Condition>>> ELEMENTS = List.of(
            DataCriteria::classes, DataCriteria::codes, DataCriteria::data, DataCriteria::dates, DataCriteria::labels);

    private DataCriteria() {}

    /**
     * An exception is about what its root is about, element by element, but for elements it states itself. A root is
     * its own root.
     */
    static Condition of(Provision provision, Provision root) {
        List<Condition> given = new ArrayList<>();
        for (Function<Provision, Optional<Condition>> element : ELEMENTS) {
            element.apply(provision).or(() -> element.apply(root)).ifPresent(given::add);
        }
        return all(given);
    }

    /**
     * Codes and logical ids without one of which an item is none of the Consent's business; empty where it takes more
     * than a look at these to say so.
     */
    static Set<String> words(Directive directive) {
        Provision root = directive.root();
        Set<String> words = new HashSet<>();
        boolean all = root.effect() == Effect.DENY && words(root, root, words);
        for (Provision nested : directive.nested()) {
            all = all && words(nested, root, words);
        }
        return all ? words : Set.of();
    }

    private static boolean words(Provision provision, Provision root, Set<String> words) {
        Provision data = data(provision).isPresent() ? provision : root;
        if (data.related().isEmpty()
                && data.authoredBy().isEmpty()
                && !data.instances().isEmpty()) {
            data.instances().forEach(reference -> words.add(reference.substring(reference.indexOf('/') + 1)));
            return true;
        }
        Set<String> codes = provision.codes().isEmpty() ? root.codes() : provision.codes();
        words.addAll(codes);
        return !codes.isEmpty();
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
        if (provision.sensitivity().isEmpty() && provision.confidentiality().isEmpty()) {
            return Optional.empty();
        }
        Set<String> covered = Sensitivity.closure(provision.sensitivity());
        Optional<Confidentiality> level = provision.confidentiality();
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
