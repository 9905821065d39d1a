package io.candour.choice;

import static io.candour.consent.Choice.ACADEMIC_RESEARCH;
import static io.candour.consent.Choice.CARE_INSIDE;
import static io.candour.consent.Choice.CARE_SHARING;
import static io.candour.consent.Choice.COMMERCIAL_RESEARCH;
import static io.candour.consent.Choice.SENSITIVE_CARE_SHARING;

import io.candour.consent.Category;
import io.candour.consent.Choice;
import io.candour.consent.Confidentiality;
import io.candour.consent.Directive;
import io.candour.consent.Effect;
import io.candour.consent.Provision;
import io.candour.consent.Purpose;
import io.candour.consent.Sensitivity;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Whether two rules of one person may speak of the same access and disagree. Where that can't be told from the rules
 * alone, they may: a warning too many costs less than one too few.
 *
 * @param oneName makes one name of all that stand for the same actor
 */
record Overlap(UnaryOperator<String> oneName) {
    /** Choices that share purposes and yet never govern the same access. */
    private static final List<Set<Choice>> APART = List.of(
            Set.of(CARE_INSIDE, CARE_SHARING, SENSITIVE_CARE_SHARING), Set.of(ACADEMIC_RESEARCH, COMMERCIAL_RESEARCH));

    boolean conflict(Directive one, Directive other) {
        if (apart(one.choice(), other.choice())) {
            return false;
        }
        return clauses(one).anyMatch(a -> clauses(other)
                .anyMatch(b -> a.effect() != b.effect()
                        && purposes(one.choice(), a, other.choice(), b)
                        && a.period().overlaps(b.period())
                        && meet(names(a), names(b))
                        && data(a, b)));
    }

    private static boolean apart(Optional<Choice> one, Optional<Choice> other) {
        return Stream.of(one, other).flatMap(Optional::stream).anyMatch(Choice::setting)
                || one.isPresent()
                        && other.isPresent()
                        && one.get() != other.get()
                        && APART.stream().anyMatch(set -> set.contains(one.get()) && set.contains(other.get()));
    }

    /** The root and its exceptions, each with all that it is about; a permission of some things denies the others. */
    private static Stream<Provision> clauses(Directive directive) {
        Provision root = directive.root();
        Provision rest = Provision.builder(Effect.DENY)
                .actors(root.actors())
                .purposes(root.purposes())
                .period(root.period())
                .build();
        boolean partial = root.effect() == Effect.PERMIT && !Question.data(root).equals(Question.data(rest));
        return Stream.concat(
                partial ? Stream.of(root, rest) : Stream.of(root),
                directive.nested().stream().map(nested -> within(nested, root)));
    }

    private static Provision within(Provision nested, Provision root) {
        boolean classes = nested.types().isEmpty()
                && nested.profiles().isEmpty()
                && nested.documentTypes().isEmpty()
                && nested.categories().isEmpty();
        boolean data = nested.instances().isEmpty()
                && nested.related().isEmpty()
                && nested.authoredBy().isEmpty();
        boolean labels =
                nested.sensitivity().isEmpty() && nested.confidentiality().isEmpty();
        return new Provision(
                nested.effect(),
                nested.actors().isEmpty() ? root.actors() : nested.actors(),
                nested.purposes().isEmpty() ? root.purposes() : nested.purposes(),
                nested.period(),
                (classes ? root : nested).types(),
                (classes ? root : nested).profiles(),
                (classes ? root : nested).documentTypes(),
                (classes ? root : nested).categories(),
                nested.codes().isEmpty() ? root.codes() : nested.codes(),
                (data ? root : nested).instances(),
                (data ? root : nested).related(),
                (data ? root : nested).authoredBy(),
                nested.dataPeriod().or(root::dataPeriod),
                (labels ? root : nested).confidentiality(),
                (labels ? root : nested).sensitivity());
    }

    private Set<String> names(Provision provision) {
        Set<String> names = new HashSet<>();
        provision.actors().forEach(actor -> names.add(oneName.apply(actor)));
        return names;
    }

    private static boolean purposes(Optional<Choice> one, Provision a, Optional<Choice> other, Provision b) {
        Set<String> named = new HashSet<>(purposes(one, a));
        named.addAll(purposes(other, b));
        return named.isEmpty()
                || named.stream().map(Purpose::new).anyMatch(each -> covers(one, a, each) && covers(other, b, each));
    }

    private static Set<String> purposes(Optional<Choice> choice, Provision provision) {
        return provision.purposes().isEmpty() ? choice.map(Choice::purposes).orElse(Set.of()) : provision.purposes();
    }

    private static boolean covers(Optional<Choice> choice, Provision provision, Purpose purpose) {
        return (provision.purposes().isEmpty() || provision.purposes().contains(purpose.code()))
                && choice.map(any -> any.covers(purpose)).orElse(true);
    }

    private static boolean data(Provision a, Provision b) {
        return (kinds(a, b) || kinds(b, a) || classesMeet(a, b))
                && meet(a.codes(), b.codes())
                && targetsMeet(a, b)
                && (a.dataPeriod().isEmpty()
                        || b.dataPeriod().isEmpty()
                        || a.dataPeriod().get().overlaps(b.dataPeriod().get()))
                && labelsMeet(a, b);
    }

    /** A resource type is of a category, as far as the type alone tells. */
    private static boolean kinds(Provision a, Provision b) {
        return a.types().stream().anyMatch(type -> b.categories().contains(Category.of(type, Set.of())));
    }

    private static boolean classesMeet(Provision a, Provision b) {
        boolean some = sizes(a.types(), a.categories(), a.profiles(), a.documentTypes()) > 0;
        boolean others = sizes(b.types(), b.categories(), b.profiles(), b.documentTypes()) > 0;
        return !some
                || !others
                || !Collections.disjoint(a.types(), b.types())
                || !Collections.disjoint(a.categories(), b.categories())
                || sizes(a.profiles(), a.documentTypes(), b.profiles(), b.documentTypes()) > 0;
    }

    private static boolean targetsMeet(Provision a, Provision b) {
        boolean onlyItems = sizes(a.related(), a.authoredBy(), b.related(), b.authoredBy()) == 0;
        return !onlyItems || meet(a.instances(), b.instances());
    }

    private static boolean labelsMeet(Provision a, Provision b) {
        Optional<Confidentiality> one = a.confidentiality();
        Optional<Confidentiality> other = b.confidentiality();
        if (one.isPresent() && other.isPresent() && sizes(a.sensitivity(), b.sensitivity()) == 0) {
            Confidentiality upTo = (a.effect() == Effect.PERMIT ? one : other).get();
            Confidentiality from = (a.effect() == Effect.DENY ? one : other).get();
            return from.compareTo(upTo) <= 0;
        }
        return one.isPresent()
                || other.isPresent()
                || meet(Sensitivity.closure(a.sensitivity()), Sensitivity.closure(b.sensitivity()));
    }

    private static int sizes(Set<?>... sets) {
        return Stream.of(sets).mapToInt(Set::size).sum();
    }

    /** An empty set stands for anything. */
    private static boolean meet(Set<?> one, Set<?> other) {
        return one.isEmpty() || other.isEmpty() || !Collections.disjoint(one, other);
    }
}
