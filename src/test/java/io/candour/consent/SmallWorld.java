package io.candour.consent;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Worlds small enough to go through every one: two patients, three labels, three actors, up to three directives out of
 * every combination of effect, actor, label and exception.
 */
final class SmallWorld {
    /** One in so many sets of directives, where a run has less time. */
    private static final int EVERY = Integer.getInteger("candour.laws.every", 1);

    static final List<Set<String>> ACTORS = List.of(Set.of(), Set.of(People.HOSPITAL), Set.of("RelatedPerson/carer"));
    static final List<Caller> CALLERS = List.of(People.gp(), People.consultant(), People.carer());
    static final List<Grant> GRANTS = List.of(
            new Grant.Proxy("g", "carer", "p", Interval.ALWAYS, Reach.everything()),
            new Grant.Proxy("h", "carer", "q", Interval.ALWAYS, new Reach(Set.of(Category.CONDITIONS), false)));

    private SmallWorld() {}

    static Purpose purpose(Caller caller) {
        return caller.kind() == CallerKind.PROXY ? Purpose.PATRQT : Purpose.TREAT;
    }

    static final List<ItemFacts> ITEMS = items();

    private static List<ItemFacts> items() {
        List<ItemFacts> items = new ArrayList<>();
        for (List<String> patients : List.of(List.of("p"), List.of("q"), List.of("p", "q"))) {
            items.add(People.item(patients, Category.CONDITIONS, Confidentiality.N, Set.of()));
            items.add(People.item(patients, Category.CONDITIONS, Confidentiality.R, Set.of()));
            items.add(People.item(patients, Category.CONDITIONS, Confidentiality.R, Set.of("HIV")));
        }
        return items;
    }

    /** Every rule of an effect, an actor, a label and an exception. */
    static List<Directive> rules() {
        return Stream.concat(plainRules().stream(), nestedRules().stream()).toList();
    }

    static List<Directive> plainRules() {
        return rules(Optional.empty());
    }

    static List<Directive> nestedRules() {
        Provision butTheseMay = Provision.builder(Effect.PERMIT)
                .actors(Set.of("Practitioner/consultant", "RelatedPerson/carer"))
                .build();
        Provision butNotHiv =
                Provision.builder(Effect.DENY).sensitivity(Set.of("HIV")).build();
        return Stream.of(butTheseMay, butNotHiv)
                .flatMap(exception -> rules(Optional.of(exception)).stream())
                .toList();
    }

    private static List<Directive> rules(Optional<Provision> exception) {
        List<Directive> rules = new ArrayList<>();
        for (Effect effect : Effect.values()) {
            for (Set<String> actors : ACTORS) {
                List<Provision> roots = List.of(
                        Provision.builder(effect).actors(actors).build(),
                        Provision.builder(effect)
                                .actors(actors)
                                .confidentiality(Confidentiality.R)
                                .build(),
                        Provision.builder(effect)
                                .actors(actors)
                                .sensitivity(Set.of("HIV"))
                                .build());
                for (Provision root : roots) {
                    String id = "c" + rules.size()
                            + exception.map(nested -> "but-" + nested.effect()).orElse("");
                    rules.add(People.directive(id, root, exception.stream().toArray(Provision[]::new)));
                }
            }
        }
        return rules;
    }

    /**
     * Every access of every caller to every item in every world of up to so many directives, or one fewer where they
     * have exceptions.
     */
    static void accesses(int directives, Consumer<Access> access) {
        sets(plainRules(), directives, set -> accesses(set, access));
        sets(rules(), directives - 1, set -> accesses(set, access));
    }

    /** Goes through every set of so many of these rules, or fewer. */
    static void sets(List<Directive> rules, int most, Consumer<List<Directive>> world) {
        int[] seen = {0};
        extend(List.of(), rules, 0, most, set -> {
            if (seen[0]++ % EVERY == 0) {
                world.accept(set);
            }
        });
    }

    private static void extend(
            List<Directive> set, List<Directive> rules, int from, int most, Consumer<List<Directive>> world) {
        world.accept(set);
        for (int next = from; most > 0 && next < rules.size(); next++) {
            extend(Stream.concat(set.stream(), Stream.of(rules.get(next))).toList(), rules, next + 1, most - 1, world);
        }
    }

    /** These directives are p's; q has the first of them. */
    static Map<String, Snapshot> store(List<Directive> set) {
        Directive[] ofP = set.toArray(Directive[]::new);
        Directive[] ofQ = set.stream().limit(1).toArray(Directive[]::new);
        return Map.of("p", People.snapshot("p", ofP), "q", People.snapshot("q", ofQ));
    }

    private static void accesses(List<Directive> set, Consumer<Access> access) {
        Map<String, Snapshot> store = store(set);
        for (Caller caller : CALLERS) {
            for (ItemFacts item : ITEMS) {
                access.accept(new Access(caller, purpose(caller), item, store, GRANTS, People.NOW));
            }
        }
    }
}
