package io.candour.interference;

import io.candour.choice.SnapshotStore;
import io.candour.choice.Snapshots;
import io.candour.choice.StoredJson;
import io.candour.consent.Caller;
import io.candour.consent.CallerKind;
import io.candour.consent.ConsentEngine;
import io.candour.consent.ItemFacts;
import io.candour.consent.Purpose;
import io.candour.demo.DemoStack;
import io.candour.identity.Directory;
import io.candour.identity.VerifiedToken;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;

/** What is stored, and by the decision alone who may not see it. */
final class Store {
    private final JdbcTemplate database;
    private final ConsentEngine engine;
    private final SnapshotStore snapshots;
    private final Directory directory;

    Store(DemoStack stack) {
        database = stack.server().getBean(JdbcTemplate.class);
        engine = stack.server().getBean(ConsentEngine.class);
        snapshots = stack.server().getBean(SnapshotStore.class);
        directory = stack.server().getBean(Directory.class);
    }

    /** Every item's facts, as the record index has them now. */
    Map<Key, ItemFacts> facts() {
        Map<Key, ItemFacts> facts = new HashMap<>();
        database.query("select distinct on (type, id) facts from candour.record_item order by type, id", row -> {
            ItemFacts item = StoredJson.read(row.getString(1), ItemFacts.class);
            facts.put(new Key(item.type(), item.id()), item);
        });
        return facts;
    }

    /** The items that this person may not see, in order; of those of patients or about patients, and what was deleted. */
    List<Key> withheldFrom(Person person, Map<Key, ItemFacts> facts) {
        Set<String> patients = new TreeSet<>();
        facts.values().forEach(item -> patients.addAll(item.patients()));
        Snapshots now = person.verified()
                .map(token -> snapshots.load(patients, token.holder()))
                .orElseGet(() -> snapshots.load(patients));
        Set<Key> withheld = new HashSet<>(deleted());
        facts.forEach((key, item) -> {
            boolean about = !item.patients().isEmpty() || item.namesPatient();
            if (person.readsRecords() ? !permits(person.verified().orElseThrow(), item, now) : about) {
                withheld.add(key);
            }
        });
        withheld.addAll(telling(withheld, facts));
        // The bytes of a document go with it.
        facts.keySet().stream().filter(key -> key.type().equals("Binary")).forEach(key -> {
            if (!person.readsRecords() || attached(key).stream().anyMatch(withheld::contains)) {
                withheld.add(key);
            }
        });
        return withheld.stream()
                .sorted(Comparator.comparing(Key::reference))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /**
     * The items that no clinician of an organisation, given by reference, may see in the course of treatment, by what this
     * patient chose alone: what others decide too is among them.
     */
    Set<Key> closedTo(String organisation, String patient, Map<Key, ItemFacts> facts) {
        Caller clinician = new Caller(
                CallerKind.PRACTITIONER,
                "anybody",
                "",
                Optional.empty(),
                Set.of(),
                "any",
                Set.of(),
                directory.memberships(organisation),
                Optional.empty());
        Snapshots now = snapshots.load(Set.of(patient));
        Set<Key> closed = new HashSet<>();
        facts.forEach((key, item) -> {
            boolean open = !item.namesPatient()
                    || engine.decide(clinician, Purpose.TREAT, item, now.byPatient(), List.of(), now.now())
                            .permitted();
            if (!open) {
                closed.add(key);
            }
        });
        closed.addAll(telling(closed, facts));
        return closed;
    }

    /** Items that tell of any of these: they name it, or something that does. */
    static Set<Key> telling(Set<Key> items, Map<Key, ItemFacts> facts) {
        Set<String> told = items.stream()
                .filter(key -> facts.containsKey(key) && facts.get(key).namesPatient())
                .map(Key::reference)
                .collect(Collectors.toSet());
        Set<Key> telling = new HashSet<>();
        boolean more = true;
        while (more) {
            more = false;
            for (Map.Entry<Key, ItemFacts> each : facts.entrySet()) {
                if (each.getValue().names().stream().anyMatch(told::contains) && telling.add(each.getKey())) {
                    told.add(each.getKey().reference());
                    more = true;
                }
            }
        }
        return telling;
    }

    /** What a Binary is attached to. */
    private List<Key> attached(Key binary) {
        return database.query(
                "select distinct type, id from candour.record_item where rests_on @> array[?]::text[]",
                (row, number) -> new Key(row.getString(1), row.getString(2)),
                binary.reference());
    }

    private boolean permits(VerifiedToken token, ItemFacts item, Snapshots now) {
        return engine.decide(token.caller(), token.purpose(), item, now.byPatient(), now.grants(), now.now())
                .permitted();
    }

    /** What HAPI keeps of deleted items. */
    List<Key> deleted() {
        return database.query(
                "select res_type, fhir_id from hfj_resource where res_deleted_at is not null and res_type <> 'Consent'"
                        + " order by res_id limit 200",
                (row, number) -> new Key(row.getString(1), row.getString(2)));
    }

    /** Contents of items, by chance, at most so many of each type. */
    Map<Key, String> contents(Map<Key, ItemFacts> facts, Set<String> patients, int most, Random random) {
        Map<String, List<Key>> byType = new TreeMap<>();
        facts.forEach((key, item) -> {
            if (item.patients().isEmpty() || item.patients().stream().anyMatch(patients::contains)) {
                byType.computeIfAbsent(key.type(), any -> new ArrayList<>()).add(key);
            }
        });
        List<Key> chosen = new ArrayList<>();
        byType.values().forEach(keys -> {
            keys.sort(Comparator.comparing(Key::reference));
            random.ints(most, 0, keys.size()).mapToObj(keys::get).distinct().forEach(chosen::add);
        });
        Map<Key, String> contents = new LinkedHashMap<>();
        database.query(
                """
                select distinct on (r.type, r.id) r.type, r.id, r.content
                from unnest(?) reference join candour.record_item r
                    on r.type = split_part(reference, '/', 1) and r.id = split_part(reference, '/', 2)
                order by r.type, r.id
                """,
                row -> {
                    contents.put(new Key(row.getString(1), row.getString(2)), row.getString(3));
                },
                (Object) chosen.stream().map(Key::reference).toArray(String[]::new));
        return contents;
    }

    /** How many versions of resources there are: what is asked may add none. */
    long versions() {
        return count("select count(*) from hfj_res_ver");
    }

    long count(String query) {
        return Optional.ofNullable(database.queryForObject(query, Long.class)).orElseThrow();
    }
}
