package io.candour.consent;

import static io.candour.consent.Effect.DENY;
import static io.candour.consent.Effect.PERMIT;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The design page 'What a Consent means here' once more, line by line and as slow as it likes. It shares no rule with
 * the engine: only the records that carry the data.
 */
record NaiveReading(
        Policy policy, Caller c, Purpose purpose, Map<String, Snapshot> store, List<Grant> grants, Instant now) {
    boolean decide(ItemFacts x) {
        if (some(policy.barredRoles(), c.roles()) || person() && x.noPatient()) {
            return false;
        }
        if (x.patients().isEmpty()) {
            return x.type().equals("Organization") && !x.namesPatient();
        }
        boolean system = c.kind() == CallerKind.SYSTEM;
        boolean reads = person() || system || c.kind() == CallerKind.PRACTITIONER;
        boolean keepsRecords = system
                && c.scopes().contains("system/*.cruds")
                && policy.systemClients().getOrDefault(c.client(), Set.of()).contains(purpose.code());
        return reads
                && (keepsRecords
                        || x.patients().stream().allMatch(p -> Optional.ofNullable(store.get(p))
                                .filter(s -> permits(s, x))
                                .isPresent()));
    }

    private boolean permits(Snapshot s, ItemFacts x) {
        if (person() && c.patient().equals(Optional.of(s.patient()))) {
            return true;
        }
        List<Grant> live = grants.stream()
                .filter(g -> g.caller().equals(c.id()) && g.patient().equals(s.patient()))
                .filter(g -> g.period().contains(now))
                .toList();
        boolean choices = x.category() == Category.CHOICES;
        boolean author = choices && some(x.authors(), c.memberships());
        List<Directive> denials = s.directives().stream()
                .filter(d -> vote(d, x).equals(Optional.of(DENY)))
                .toList();
        if (person()) {
            return live.stream().anyMatch(g -> g instanceof Grant.Proxy proxy && (author || reaches(proxy.reach(), x)))
                    && denials.stream().noneMatch(d -> names(d, x));
        }
        boolean related = s.relationships().stream()
                        .anyMatch(r -> c.memberships().contains(r.organisation())
                                && r.period().contains(now))
                || live.stream().anyMatch(Grant.Claim.class::isInstance);
        if (choices) {
            return author && care() && related;
        }
        boolean asked =
                care() && live.stream().anyMatch(g -> g instanceof Grant.Requested yes && reaches(yes.reach(), x));
        boolean permitted = asked
                || s.directives().stream().anyMatch(d -> vote(d, x).isPresent())
                || governing(x).flatMap(policy::defaultOf).equals(Optional.of(PERMIT));
        boolean emergency = care()
                && c.kind() == CallerKind.PRACTITIONER
                && denials.stream().allMatch(Directive::emergencyOverridable)
                && live.stream().anyMatch(g -> g instanceof Grant.Emergency e && lifts(e, s, x));
        return permitted && denials.isEmpty() && (related || asked || !care()) || emergency;
    }

    /** Nothing that is final denies what the emergency is for. */
    private boolean lifts(Grant.Emergency e, Snapshot s, ItemFacts x) {
        NaiveReading then = new NaiveReading(policy, c, e.purpose(), store, grants, now);
        return s.directives().stream()
                .allMatch(d -> d.emergencyOverridable() || !then.vote(d, x).equals(Optional.of(DENY)));
    }

    private Optional<Effect> vote(Directive d, ItemFacts x) {
        if (!heard(d.root()) || d.choice().stream().anyMatch(choice -> !about(choice, x))) {
            return Optional.empty();
        }
        Set<Effect> exceptions = d.nested().stream()
                .filter(n -> heard(n) && data(n, d.root(), x))
                .map(Provision::effect)
                .collect(Collectors.toSet());
        if (!exceptions.isEmpty()) {
            return Optional.of(exceptions.contains(DENY) ? DENY : PERMIT);
        }
        boolean matches = data(d.root(), d.root(), x);
        return d.root().effect() == PERMIT
                ? Optional.of(matches ? PERMIT : DENY)
                : Optional.of(DENY).filter(deny -> matches);
    }

    /** A deny that names this proxy, or one of a Consent that can't be honoured. */
    private boolean names(Directive d, ItemFacts x) {
        return d.unenforceable().isPresent()
                || Stream.concat(Stream.of(d.root()), d.nested().stream().filter(n -> n.effect() == DENY))
                        .anyMatch(n -> !n.actors().isEmpty() && heard(n) && (n == d.root() || data(n, d.root(), x)));
    }

    private boolean heard(Provision r) {
        return (r.actors().isEmpty() || some(r.actors(), c.memberships()))
                && (r.purposes().isEmpty() || r.purposes().contains(purpose.code()))
                && r.period().contains(now);
    }

    /** Each of the five data elements: the provision's own, else its root's, else any. */
    private static boolean data(Provision r, Provision root, ItemFacts x) {
        return IntStream.range(0, 5)
                .allMatch(e -> element(e, r, x).or(() -> element(e, root, x)).orElse(true));
    }

    private static Optional<Boolean> element(int e, Provision r, ItemFacts x) {
        Set<String> self = Set.of(x.reference());
        return switch (e) {
            case 0 ->
                any(
                        in(r.types(), Set.of(x.type())),
                        in(r.profiles(), x.profiles()),
                        in(r.documentTypes(), x.documentTypes()),
                        in(r.categories(), Set.of(x.category())));
            case 1 -> in(r.codes(), x.codes());
            case 2 ->
                any(
                        in(r.instances(), self),
                        in(r.related(), self),
                        in(r.related(), x.belongsTo()),
                        in(r.authoredBy(), x.authors()));
            case 3 ->
                r.dataPeriod()
                        .map(period -> r.effect() == PERMIT
                                ? x.clinical().stream().anyMatch(when -> when.within(period))
                                : x.clinical().stream().allMatch(when -> when.overlaps(period)));
            default -> labels(r, x);
        };
    }

    private static Optional<Boolean> labels(Provision r, ItemFacts x) {
        Set<String> covered = new HashSet<>(r.sensitivity());
        covered.addAll(covered.contains("ETH") ? Set.of("ETHUD") : Set.of());
        int level = x.confidentiality().ordinal();
        if (r.effect() == DENY) {
            return any(in(covered, x.sensitivity()), r.confidentiality().map(l -> level >= l.ordinal()));
        }
        Optional<Boolean> below = r.confidentiality().map(l -> level <= l.ordinal());
        return covered.isEmpty()
                ? below
                : Optional.of(x.sensitivity().isEmpty() ? below.orElse(false) : covered.containsAll(x.sensitivity()));
    }

    private boolean about(Choice choice, ItemFacts x) {
        return switch (choice) {
            case HIDE_FROM -> care() || Set.of("PATRQT", "FAMRQT").contains(purpose.code());
            case LOCAL_PRACTICE_OPT_OUT -> !care() && !inside(x);
            default -> governing(x).equals(Optional.of(choice));
        };
    }

    private Optional<Choice> governing(ItemFacts x) {
        if (care()) {
            Choice outside = sensitive(x) ? Choice.SENSITIVE_CARE_SHARING : Choice.CARE_SHARING;
            return Optional.of(inside(x) ? Choice.CARE_INSIDE : outside);
        }
        if (purpose.code().equals("HRESCH")) {
            return c.roles().contains("commercial")
                    ? Optional.of(Choice.COMMERCIAL_RESEARCH)
                    : Optional.of(Choice.ACADEMIC_RESEARCH)
                            .filter(choice -> c.roles().contains("academic"));
        }
        return Optional.of(Choice.PLANNING).filter(choice -> purpose.code().equals("HOPERAT"));
    }

    private static boolean reaches(Reach reach, ItemFacts x) {
        return reach.acts().contains(Reach.Act.SEE)
                && reach.categories().contains(x.category())
                && (reach.sensitive() || !sensitive(x));
    }

    private static boolean sensitive(ItemFacts x) {
        return Set.of(Confidentiality.R, Confidentiality.V).contains(x.confidentiality())
                || !x.sensitivity().isEmpty();
    }

    private boolean inside(ItemFacts x) {
        return x.sourceOrganisation().stream().anyMatch(c.memberships()::contains);
    }

    private boolean care() {
        return Set.of("TREAT", "ETREAT", "BTG", "CAREMGT", "COC").contains(purpose.code());
    }

    private boolean person() {
        return c.kind() == CallerKind.PATIENT || c.kind() == CallerKind.PROXY;
    }

    private static <T> Optional<Boolean> in(Set<T> given, Set<T> has) {
        return given.isEmpty() ? Optional.empty() : Optional.of(some(given, has));
    }

    @SafeVarargs
    private static Optional<Boolean> any(Optional<Boolean>... elements) {
        return Stream.of(elements).flatMap(Optional::stream).reduce(Boolean::logicalOr);
    }

    private static <T> boolean some(Collection<T> some, Collection<T> others) {
        return some.stream().anyMatch(others::contains);
    }
}
