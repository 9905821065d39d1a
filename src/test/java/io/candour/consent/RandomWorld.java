package io.candour.consent;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Callers, items and rules out of vocabularies small enough that they keep meeting each other. */
final class RandomWorld {
    static final List<String> PATIENTS = List.of("p", "q");
    private static final List<String> ACTORS = List.of(
            "Organization/practice",
            "Organization/hospital",
            "Practitioner/gp",
            "RelatedPerson/carer",
            "Group/g",
            "id|7");
    private static final List<String> CODES = List.of("s|1", "s|2", "s|3");
    private static final List<String> WHOLES = List.of("Encounter/1", "CarePlan/1");
    private static final List<String> SENSITIVITIES = List.of("HIV", "PSY", "ETH", "ETHUD");
    private static final List<String> PURPOSES =
            List.of("TREAT", "TREAT", "BTG", "COC", "PATRQT", "HRESCH", "HOPERAT", "HMARKT", "HSYSADMIN");

    private final Random random;
    private int serial;

    RandomWorld(Random random) {
        this.random = random;
    }

    Instant moment() {
        return People.NOW.plus(Duration.ofDays(random.nextInt(8)));
    }

    Caller caller() {
        CallerKind kind = oneOf(List.of(
                CallerKind.PRACTITIONER,
                CallerKind.PRACTITIONER,
                CallerKind.PRACTITIONER,
                CallerKind.PROXY,
                CallerKind.PROXY,
                CallerKind.PATIENT,
                CallerKind.SYSTEM,
                oneOf(List.of(CallerKind.values()))));
        boolean person = kind == CallerKind.PATIENT || kind == CallerKind.PROXY;
        return new Caller(
                kind,
                oneOf(List.of("a", "b")),
                "name",
                Optional.empty(),
                some(List.of("academic", "commercial", "insurer"), 0.1),
                oneOf(List.of("feeder", "app")),
                Set.of(oneOf(List.of("system/*.cruds", "user/*.rs"))),
                some(ACTORS, 0.4),
                person && random.nextBoolean() ? Optional.of(oneOf(PATIENTS)) : Optional.empty());
    }

    Purpose purpose() {
        return new Purpose(oneOf(PURPOSES));
    }

    ItemFacts item(List<String> patients) {
        return new ItemFacts(
                oneOf(List.of("Condition", "Observation", "Organization")),
                oneOf(List.of("1", "2")),
                patients,
                some(List.of("profile"), 0.3),
                some(CODES, 0.2),
                oneOf(List.of(Category.CONDITIONS, Category.TEST_RESULTS, Category.MEDICINES, Category.CHOICES)),
                oneOf(List.of(
                        Confidentiality.L, Confidentiality.N, Confidentiality.N, Confidentiality.R, Confidentiality.V)),
                some(SENSITIVITIES, 0.2),
                some(CODES, 0.4),
                random.nextInt(4) == 0 ? Optional.empty() : Optional.of(oneOf(ACTORS.subList(0, 2))),
                some(ACTORS, 0.2),
                Set.of(),
                some(WHOLES, 0.3),
                random.nextInt(3) == 0 ? Optional.empty() : Optional.of(interval()),
                People.NOW,
                random.nextInt(8) == 0,
                !patients.isEmpty() || random.nextBoolean());
    }

    /** So many, each in a world of its own; one item in five is of two patients, few patients are unknown. */
    void accesses(int worlds, Consumer<Access> law) {
        for (int i = 0; i < worlds; i++) {
            List<String> patients = random.nextInt(5) == 0 ? PATIENTS : List.of("p");
            Map<String, Snapshot> store = store(4);
            if (random.nextInt(50) == 0) {
                store.remove(oneOf(PATIENTS));
            }
            law.accept(new Access(caller(), purpose(), item(patients), store, grants(), moment()));
        }
    }

    Snapshot snapshot(String patient, int mostDirectives) {
        return new Snapshot(patient, 1, many(mostDirectives, () -> directive("c" + serial++)), many(2, () -> {
            Interval period = interval();
            return new Relationship(oneOf(ACTORS.subList(0, 2)), "b", period.start(), period.end());
        }));
    }

    Map<String, Snapshot> store(int mostDirectives) {
        Map<String, Snapshot> store = new HashMap<>();
        PATIENTS.forEach(patient -> store.put(patient, snapshot(patient, mostDirectives)));
        return store;
    }

    Directive directive(String id) {
        if (random.nextInt(25) == 0) {
            return Directive.unenforceable(id, "1", "unreadable");
        }
        return new Directive(
                id,
                "1",
                random.nextInt(3) == 0 ? Optional.of(oneOf(List.of(Choice.values()))) : Optional.empty(),
                provision(oneOf(List.of(Effect.values())), 0.2),
                many(3, () -> provision(oneOf(List.of(Effect.values())), 0.35)),
                random.nextBoolean(),
                Optional.empty());
    }

    Provision provision(Effect effect, double given) {
        ProvisionBuilder builder = Provision.builder(effect);
        Stream.<Runnable>of(
                        () -> builder.actors(some(ACTORS, 0.5)),
                        () -> builder.purposes(some(PURPOSES, 0.5)),
                        () -> builder.period(interval()),
                        () -> builder.types(some(List.of("Condition", "Observation"), 0.5)),
                        () -> builder.profiles(Set.of("profile")),
                        () -> builder.documentTypes(some(CODES, 0.5)),
                        () -> builder.categories(EnumSet.of(oneOf(List.of(Category.values())), Category.CONDITIONS)),
                        () -> builder.codes(some(CODES, 0.5)),
                        () -> builder.instances(Set.of("Condition/1")),
                        () -> builder.related(some(List.of("Encounter/1", "CarePlan/1", "Observation/2"), 0.5)),
                        () -> builder.authoredBy(some(ACTORS, 0.5)),
                        () -> builder.dataPeriod(interval()),
                        () -> builder.confidentiality(oneOf(List.of(Confidentiality.values()))),
                        () -> builder.sensitivity(some(SENSITIVITIES, 0.4)))
                .filter(element -> random.nextDouble() < given)
                .forEach(Runnable::run);
        return builder.build();
    }

    List<Grant> grants() {
        return many(4, () -> {
            String id = oneOf(List.of("g1", "g2", "g3"));
            String holder = oneOf(List.of("a", "b"));
            String patient = oneOf(PATIENTS);
            Instant start = moment();
            Interval bounded = Interval.of(start, start.plus(Duration.ofDays(1 + random.nextInt(5))));
            return switch (random.nextInt(6)) {
                case 0, 1 ->
                    new Grant.Emergency(
                            id, holder, patient, bounded, oneOf(List.of(Purpose.BTG, Purpose.BTG, Purpose.ETREAT)));
                case 2 -> new Grant.Claim(id, holder, patient, bounded);
                case 3 -> new Grant.Requested(id, holder, patient, bounded, reach());
                default -> new Grant.Proxy(id, holder, patient, interval(), reach());
            };
        });
    }

    Reach reach() {
        return random.nextBoolean()
                ? Reach.everything()
                : new Reach(
                        EnumSet.of(Category.CONDITIONS, oneOf(List.of(Category.values()))),
                        random.nextBoolean(),
                        EnumSet.of(Reach.Act.SEE, oneOf(List.of(Reach.Act.values()))));
    }

    Interval interval() {
        Instant start = moment();
        Instant end = start.plus(Duration.ofDays(1 + random.nextInt(6)));
        return new Interval(
                random.nextInt(3) == 0 ? Optional.empty() : Optional.of(start),
                random.nextInt(3) == 0 ? Optional.empty() : Optional.of(end));
    }

    <T> T oneOf(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private Set<String> some(List<String> values, double each) {
        Set<String> some = new HashSet<>();
        for (String value : values) {
            if (random.nextDouble() < each) {
                some.add(value);
            }
        }
        return some;
    }

    private <T> List<T> many(int most, Supplier<T> one) {
        List<T> values = new ArrayList<>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            values.add(one.get());
        }
        return values;
    }
}
