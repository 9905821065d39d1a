package io.candour.consent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The design page 'What a Consent means here' once more, line by line and as slow as it likes. It shares no rule with
 * the engine: only the records that carry the data.
 */
record NaiveReading(
        Policy policy, Caller c, Purpose purpose, Map<String, Snapshot> store, List<Grant> grants, Instant now) {
    enum Vote {
        PERMIT,
        DENY,
        ABSTAIN
    }

    boolean decide(ItemFacts x) {
        boolean person = c.kind() == CallerKind.PATIENT || c.kind() == CallerKind.PROXY;
        if (some(policy.barredRoles(), c.roles()) || person && x.noPatient()) {
            return false; // mandatory
        }
        if (x.patients().isEmpty()) {
            return x.type().equals("Organization") && !x.namesPatient();
        }
        if (Set.of(CallerKind.RESEARCHER, CallerKind.GUARDIAN, CallerKind.AUDITOR)
                .contains(c.kind())) {
            return false;
        }
        if (c.kind() == CallerKind.SYSTEM
                && c.scopes().stream().anyMatch(scope -> scope.startsWith("system/"))
                && policy.systemClients().getOrDefault(c.client(), Set.of()).contains(purpose.code())) {
            return true;
        }
        return x.patients().stream().allMatch(p -> store.containsKey(p) && permits(p, x, person));
    }

    private boolean permits(String p, ItemFacts x, boolean person) {
        Snapshot s = store.getOrDefault(p, Snapshot.empty(p, 0));
        if (person && c.patient().equals(Optional.of(p))) {
            return true;
        }
        Stream<Grant> live = grants.stream()
                .filter(g -> g.caller().equals(c.id())
                        && g.patient().equals(p)
                        && g.period().contains(now));
        boolean author = x.category() == Category.CHOICES && some(x.authors(), c.memberships());
        if (person) {
            return live.anyMatch(g -> g instanceof Grant.Proxy proxy && (author || reaches(proxy.reach(), x)))
                    && s.directives().stream().noneMatch(d -> vote(d, x) == Vote.DENY && names(d, x));
        }
        boolean related = s.relationships().stream()
                .anyMatch(r ->
                        c.memberships().contains(r.organisation()) && r.period().contains(now));
        if (x.category() == Category.CHOICES) {
            return author && care() && related;
        }
        List<Boolean> denies = new ArrayList<>(); // each: overridable?
        boolean permitted = false;
        boolean voted = false;
        if (care() && !related) {
            denies.add(true);
        }
        for (Directive d : s.directives()) {
            Vote vote = vote(d, x);
            if (vote == Vote.DENY) {
                denies.add(d.emergencyOverridable());
            }
            permitted |= vote == Vote.PERMIT;
            voted |= vote != Vote.ABSTAIN;
        }
        permitted |= !voted && governing(x).flatMap(policy::defaultOf).equals(Optional.of(Effect.PERMIT));
        return denies.isEmpty() && permitted
                || !denies.contains(false)
                        && care()
                        && c.kind() == CallerKind.PRACTITIONER
                        && live.anyMatch(Grant.Emergency.class::isInstance);
    }

    private Vote vote(Directive d, ItemFacts x) {
        if (!context(d.root()) || d.choice().isPresent() && !about(d.choice().get(), x)) {
            return Vote.ABSTAIN;
        }
        List<Provision> exceptions = d.nested().stream()
                .filter(n -> context(n) && data(n, d.root(), x))
                .toList();
        if (!exceptions.isEmpty()) {
            return exceptions.stream().anyMatch(n -> n.effect() == Effect.DENY) ? Vote.DENY : Vote.PERMIT;
        }
        boolean matches = data(d.root(), d.root(), x);
        if (d.root().effect() == Effect.PERMIT) {
            return matches ? Vote.PERMIT : Vote.DENY;
        }
        return matches ? Vote.DENY : Vote.ABSTAIN;
    }

    /** A deny that names this proxy, or one of a Consent that can't be honoured. */
    private boolean names(Directive d, ItemFacts x) {
        return d.unenforceable().isPresent()
                || !d.root().actors().isEmpty()
                || d.nested().stream()
                        .anyMatch(n -> n.effect() == Effect.DENY
                                && !n.actors().isEmpty()
                                && context(n)
                                && data(n, d.root(), x));
    }

    private boolean context(Provision r) {
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
        boolean permit = r.effect() == Effect.PERMIT;
        return switch (e) {
            case 0 ->
                given(
                        !r.types().isEmpty()
                                || !r.profiles().isEmpty()
                                || !r.documentTypes().isEmpty()
                                || !r.categories().isEmpty(),
                        r.types().contains(x.type())
                                || some(r.profiles(), x.profiles())
                                || some(r.documentTypes(), x.documentTypes())
                                || r.categories().contains(x.category()));
            case 1 -> given(!r.codes().isEmpty(), some(r.codes(), x.codes()));
            case 2 ->
                given(
                        !r.instances().isEmpty()
                                || !r.related().isEmpty()
                                || !r.authoredBy().isEmpty(),
                        r.instances().contains(x.reference())
                                || r.related().contains(x.reference())
                                || some(r.related(), x.belongsTo())
                                || some(r.authoredBy(), x.authors()));
            case 3 ->
                r.dataPeriod()
                        .map(period -> permit
                                ? x.clinical().isPresent() && x.clinical().get().within(period)
                                : x.clinical().isEmpty() || x.clinical().get().overlaps(period));
            default ->
                given(
                        r.confidentiality().isPresent() || !r.sensitivity().isEmpty(),
                        permit ? labelsPermit(r, x) : labelsDeny(r, x));
        };
    }

    private static boolean labelsPermit(Provision r, ItemFacts x) {
        if (!r.sensitivity().isEmpty() && !x.sensitivity().isEmpty()) {
            return x.sensitivity().stream().allMatch(code -> covered(r.sensitivity(), code));
        }
        return r.confidentiality().isPresent()
                && x.confidentiality().ordinal() <= r.confidentiality().get().ordinal();
    }

    private static boolean labelsDeny(Provision r, ItemFacts x) {
        return r.confidentiality().isPresent()
                        && x.confidentiality().ordinal()
                                >= r.confidentiality().get().ordinal()
                || x.sensitivity().stream().anyMatch(code -> covered(r.sensitivity(), code));
    }

    private static boolean covered(Set<String> codes, String code) {
        return codes.contains(code) || codes.contains("ETH") && code.equals("ETHUD");
    }

    private boolean about(Choice choice, ItemFacts x) {
        boolean inside = x.sourceOrganisation().stream().anyMatch(c.memberships()::contains);
        return switch (choice) {
            case HIDE_FROM ->
                care() || Set.of("PATRQT", "FAMRQT", "PWATRNY", "SUPNWK").contains(purpose.code());
            case LOCAL_PRACTICE_OPT_OUT -> !care() && !inside;
            case EMERGENCY_OVERRIDE, TELL_CLINICIANS_SOMETHING_IS_HIDDEN -> false;
            default -> governing(x).equals(Optional.of(choice));
        };
    }

    private Optional<Choice> governing(ItemFacts x) {
        boolean inside = x.sourceOrganisation().stream().anyMatch(c.memberships()::contains);
        boolean sensitive = x.confidentiality().ordinal() >= Confidentiality.R.ordinal()
                || !x.sensitivity().isEmpty();
        if (care()) {
            return Optional.of(
                    inside ? Choice.CARE_INSIDE : sensitive ? Choice.SENSITIVE_CARE_SHARING : Choice.CARE_SHARING);
        }
        return switch (purpose.code()) {
            case "HOPERAT" -> Optional.of(Choice.PLANNING);
            case "HRESCH" ->
                c.roles().contains("commercial")
                        ? Optional.of(Choice.COMMERCIAL_RESEARCH)
                        : c.roles().contains("academic") ? Optional.of(Choice.ACADEMIC_RESEARCH) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static boolean reaches(Reach reach, ItemFacts x) {
        boolean sensitive = x.confidentiality().ordinal() >= Confidentiality.R.ordinal()
                || !x.sensitivity().isEmpty();
        return reach.categories().contains(x.category()) && (reach.sensitive() || !sensitive);
    }

    private boolean care() {
        return Set.of("TREAT", "ETREAT", "BTG", "CAREMGT", "COC").contains(purpose.code());
    }

    private static Optional<Boolean> given(boolean given, boolean holds) {
        return given ? Optional.of(holds) : Optional.empty();
    }

    private static boolean some(Set<String> some, Set<String> others) {
        return some.stream().anyMatch(others::contains);
    }
}
