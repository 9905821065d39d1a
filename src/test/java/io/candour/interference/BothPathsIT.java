package io.candour.interference;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.searchparam.MatchUrlService;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candour.consent.Interval;
import io.candour.consent.ItemFacts;
import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import io.candour.interference.Scene.Answer;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.IdType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * I10: what the record path finds in SQL is what HAPI's search finds and the decision leaves, item by item; content, order,
 * totals and page links too. Questions are made from stored values, in worlds of choices made by chance.
 */
@ExtendWith(Stack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BothPathsIT {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int WORLDS = 4;
    private static final int QUESTIONS = 310;
    private static final List<String> READERS = List.of(
            "patient",
            "patient2",
            "gp",
            "consultant",
            "gp who is a patient",
            "gp who is a patient, at work",
            Proxy.NAME);
    private static final List<String> PREFIXES = List.of("", "eq", "ne", "gt", "lt", "ge", "le", "sa", "eb");
    private static final List<String> SORTS = List.of("date", "-date", "_lastUpdated", "-_lastUpdated");

    /** Where in an item the values of a token search parameter stand. */
    private static final Map<String, String> TOKENS = Map.of(
            "code", "/code/coding",
            "category", "/category/0/coding",
            "vaccine-code", "/vaccineCode/coding",
            "clinical-status", "/clinicalStatus/coding",
            "type", "/type/0/coding");

    private static final List<String> DATES =
            List.of("date", "onset-date", "recorded-date", "authoredon", "_lastUpdated");
    private static final List<String> DATED =
            List.of("effectiveDateTime", "start", "onsetDateTime", "occurrenceDateTime", "authoredOn", "lastUpdated");

    private final long seed = Long.getLong("candour.interference.seed", 20_261_123);
    private final Random random = new Random(seed);
    private final ExecutorService readers = Executors.newFixedThreadPool(READERS.size());
    private Scene scene;
    private Store store;
    private Capabilities capabilities;
    private DaoRegistry daos;
    private MatchUrlService matchUrls;
    private FhirContext fhir;
    /** What HAPI's storage gives of each item that was shown, but for its labels; by reference and version. */
    private final Map<String, JsonNode> stored = new ConcurrentHashMap<>();

    private int compared;
    private int found;
    private int paged;
    private int sharings;

    @BeforeAll
    void plant(DemoStack stack) throws Exception {
        scene = Scene.set(stack);
        store = new Store(stack);
        capabilities = Capabilities.read(scene.asker());
        daos = stack.server().getBean(DaoRegistry.class);
        matchUrls = stack.server().getBean(MatchUrlService.class);
        fhir = stack.server().getBean(FhirContext.class);
    }

    @AfterAll
    void remove() {
        readers.shutdownNow();
        scene.end();
    }

    @Test
    void bothPathsGiveTheSame() throws Exception {
        for (int i = 0; i < WORLDS; i++) {
            World world = new World(scene.asker(), random, scene.actors());
            try {
                Map<Key, ItemFacts> before = store.facts();
                for (String name : List.of("patient", "patient2")) {
                    Person person = scene.people().named(name);
                    world.choose(person, NonInterferenceIT.own(before, person.subject()));
                }
                compareWorld(world);
            } finally {
                world.end();
            }
        }

        System.out.printf(
                "Both paths: seed %d, %d answers, %d items, %d with pages, shared with %d%n",
                seed, compared, found, paged, sharings);
        assertThat(compared).isGreaterThan(5_000);
        assertThat(found).isGreaterThan(compared);
        assertThat(paged).isGreaterThan(compared / 20);
        assertThat(sharings).isGreaterThan(WORLDS);
    }

    private void compareWorld(World world) throws Exception {
        Map<Key, ItemFacts> facts = store.facts();
        Map<String, Set<Key>> withheld = new TreeMap<>();
        for (String name : READERS) {
            withheld.put(name, new HashSet<>(store.withheldFrom(scene.people().named(name), facts)));
        }
        Set<String> both = Set.of(scene.people().patient(), scene.people().patient2());
        for (String name : READERS) {
            both.forEach(patient -> compareHeld(
                    patient, scene.people().named(name), facts, withheld.getOrDefault(name, Set.of()), world));
        }
        List<String> contents =
                List.copyOf(store.contents(facts, both, 12, random).values());
        for (int i = 0; i < QUESTIONS; i++) {
            JsonNode item = MAPPER.readTree(any(contents));
            String type = item.path("resourceType").asText();
            if (!capabilities.of(type).parameters().containsKey("patient")) {
                continue;
            }
            String patient = random.nextBoolean()
                    ? scene.people().patient()
                    : scene.people().patient2();
            String filters = filters(type, item);
            Optional<List<ItemFacts>> byHapi = matching(type, filters, patient, facts);
            if (byHapi.isEmpty()) {
                String asked = type + "?patient=" + patient + filters;
                assertThat(scene.get(asked, scene.people().named("patient")).status())
                        .as(asked)
                        .isEqualTo(400);
                continue;
            }
            List<ItemFacts> matching = byHapi.get();
            OptionalInt count = random.nextInt(3) == 0 ? OptionalInt.of(1 + random.nextInt(4)) : OptionalInt.empty();
            String sort = random.nextInt(3) == 0 ? any(SORTS) : "";
            boolean total = random.nextInt(4) == 0;
            String query = type + "?patient=" + patient + filters
                    + (count.isPresent() ? "&_count=" + count.getAsInt() : "")
                    + (sort.isEmpty() ? "" : "&_sort=" + sort)
                    + (total ? "&_total=accurate" : "");
            List<Callable<Integer>> tasks = new ArrayList<>();
            for (String name : READERS) {
                List<String> expected = matching.stream()
                        .filter(each ->
                                !withheld.getOrDefault(name, Set.of()).contains(new Key(each.type(), each.id())))
                        .sorted(order(sort))
                        .map(ItemFacts::reference)
                        .toList();
                found += expected.size();
                tasks.add(() -> compare(query, scene.people().named(name), expected, count.orElse(20), total, world));
            }
            for (Future<Integer> pages : readers.invokeAll(tasks)) {
                paged += pages.get() > 1 ? 1 : 0;
                compared++;
            }
        }
    }

    /** What is held at a glance is what could be found, item by item, and shared what others could find of that. */
    private void compareHeld(String patient, Person person, Map<Key, ItemFacts> facts, Set<Key> withheld, World world) {
        Map<Key, ItemFacts> seen = new HashMap<>(facts);
        seen.values()
                .removeIf(item ->
                        !item.patients().contains(patient) || item.type().equals("Binary"));
        seen.keySet().removeAll(withheld);
        Map<String, Integer> held = new TreeMap<>();
        Map<String, Map<String, Integer>> shared = new TreeMap<>();
        for (JsonNode category :
                scene.get("Patient/" + patient + "/$held", person).json().path("parameter")) {
            String code = named(category, "category").path("valueCode").asText();
            held.put(code, named(category, "count").path("valueUnsignedInt").asInt());
            for (JsonNode part : category.path("part")) {
                if (part.path("name").asText().equals("shared")) {
                    shared.computeIfAbsent(
                                    named(part, "with")
                                            .at("/valueReference/reference")
                                            .asText(),
                                    any -> new TreeMap<>())
                            .put(
                                    code,
                                    named(part, "count")
                                            .path("valueUnsignedInt")
                                            .asInt());
                }
            }
        }
        String asked = "seed " + seed + ": held of " + patient + " by " + person.name() + "\n" + world;
        assertThat(held).as(asked).isEqualTo(byCategory(seen));
        shared.forEach((organisation, counts) -> {
            Map<Key, ItemFacts> open = new HashMap<>(seen);
            open.keySet().removeAll(store.closedTo(organisation, patient, facts));
            Map<String, Integer> expected = byCategory(open);
            held.keySet().forEach(code -> expected.putIfAbsent(code, 0));
            assertThat(counts).as("shared with " + organisation + ", " + asked).isEqualTo(expected);
        });
        sharings += shared.size();
        compared++;
    }

    private static Map<String, Integer> byCategory(Map<Key, ItemFacts> items) {
        Map<String, Integer> counts = new TreeMap<>();
        items.values().forEach(item -> counts.merge(item.category().code(), 1, Integer::sum));
        return counts;
    }

    private static JsonNode named(JsonNode whole, String name) {
        return whole.path("part")
                .valueStream()
                .filter(part -> part.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Returns how many pages were compared. */
    private int compare(String query, Person person, List<String> expected, int count, boolean total, World world) {
        String asked = "seed " + seed + ": " + query + " by " + person.name() + "\n" + world;
        Answer page = scene.get(query, person);
        for (int from = 0; ; from += count) {
            assertThat(page.status()).as(asked + page.body()).isEqualTo(200);
            int to = Math.min(expected.size(), from + count);
            assertThat(page.resources()).as(asked).isEqualTo(expected.subList(from, to));
            for (JsonNode entry : page.json().path("entry")) {
                if (entry.at("/search/mode").asText().equals("match")) {
                    JsonNode shown = unlabelled(entry.path("resource"));
                    assertThat(shown).as(asked).isEqualTo(stored(shown));
                }
            }
            assertThat(page.json().has("total")).as(asked).isEqualTo(total);
            if (total) {
                assertThat(page.json().path("total").asInt()).as(asked).isEqualTo(expected.size());
            }
            assertThat(page.next().isPresent()).as("a next page of " + asked).isEqualTo(to < expected.size());
            if (to == expected.size() || from >= 2 * count) {
                return from / count + 1;
            }
            page = scene.get(page.next().orElseThrow(), person);
        }
    }

    private JsonNode stored(JsonNode shown) {
        IdType id = new IdType(
                shown.path("resourceType").asText(),
                shown.path("id").asText(),
                shown.at("/meta/versionId").asText());
        return stored.computeIfAbsent(id.getValue(), any -> {
            IBaseResource held = daos.getResourceDao(id.getResourceType()).read(id, new SystemRequestDetails());
            try {
                return unlabelled(MAPPER.readTree(fhir.newJsonParser().encodeResourceToString(held)));
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /**
     * The record index adds labels, which HAPI's tables never have, and gives lists of meta in an order of its own. A
     * narrative is left out where it may tell of something withheld.
     */
    private static JsonNode unlabelled(JsonNode resource) {
        ObjectNode plain = resource.<ObjectNode>deepCopy().remove(List.of("text"));
        ObjectNode meta = plain.withObject("/meta").remove(List.of("security", "tag", "profile"));
        meta.put("lastUpdated", Instant.parse(meta.path("lastUpdated").asText()).toString());
        return plain;
    }

    /** What HAPI finds, of those that are this patient's; empty where it cannot read the question. */
    private Optional<List<ItemFacts>> matching(String type, String filters, String patient, Map<Key, ItemFacts> facts) {
        List<ItemFacts> own = facts.values().stream()
                .filter(item -> item.type().equals(type) && item.patients().contains(patient))
                .toList();
        if (filters.isEmpty()) {
            return Optional.of(own);
        }
        try {
            SearchParameterMap search = matchUrls
                    .translateMatchUrl(type + "?" + filters.substring(1), fhir.getResourceDefinition(type))
                    .setLoadSynchronous(true);
            List<IIdType> ids = daos.getResourceDao(type).searchForResourceIds(search, new SystemRequestDetails());
            Set<String> matching = ids.stream().map(IIdType::getIdPart).collect(Collectors.toSet());
            return Optional.of(
                    own.stream().filter(item -> matching.contains(item.id())).toList());
        } catch (InvalidRequestException unreadable) {
            return Optional.empty();
        }
    }

    private static Comparator<ItemFacts> order(String sort) {
        Comparator<ItemFacts> ascending = Comparator.<ItemFacts, Instant>comparing(
                        sort.endsWith("_lastUpdated")
                                ? ItemFacts::recorded
                                : item ->
                                        item.clinical().flatMap(Interval::start).orElse(Instant.MIN))
                .thenComparing(ItemFacts::id);
        return sort.equals("date") || sort.equals("_lastUpdated") ? ascending : ascending.reversed();
    }

    private String filters(String type, JsonNode item) {
        StringBuilder filters = new StringBuilder();
        Set<String> known = capabilities.of(type).parameters().keySet();
        new TreeMap<>(TOKENS).forEach((name, path) -> {
            JsonNode coding = item.at(path).path(0);
            if (known.contains(name) && coding.has("code") && random.nextInt(3) == 0) {
                boolean negated = capabilities
                        .of(type)
                        .modifiers()
                        .getOrDefault(name, List.of())
                        .contains(":not");
                filters.append(term(negated, name, coding));
            }
        });
        if (known.contains("status") && item.path("status").isTextual() && random.nextInt(4) == 0) {
            filters.append("&status=").append(item.path("status").asText());
        }
        for (String name : DATES) {
            if (known.contains(name) && random.nextInt(4) == 0) {
                filters.append('&').append(Searches.escaped(name + "=" + date(item, name)));
                if (random.nextInt(3) == 0) {
                    filters.append('&').append(Searches.escaped(name + "=" + date(item, name)));
                }
            }
        }
        return filters.toString();
    }

    private String term(boolean negated, String name, JsonNode coding) {
        String system = coding.path("system").asText();
        String code = coding.path("code").asText();
        String value = any(List.of(system + "|" + code, code, system + "|", "http://elsewhere|" + code));
        if (random.nextInt(4) == 0) {
            value += "," + any(List.of("x", system + "|y", code));
        }
        boolean not = negated && random.nextInt(4) == 0;
        return "&" + Searches.escaped(name + (not ? ":not" : "") + "=" + value);
    }

    /** HAPI takes no alternatives for {@code _lastUpdated}. */
    private String date(JsonNode item, String name) {
        List<String> moments = new ArrayList<>();
        DATED.forEach(element -> moments.addAll(item.findValuesAsText(element)));
        String moment = moments.isEmpty() ? "2015-03-04" : any(moments);
        int[] lengths = {4, 7, 10, moment.length()};
        String cut = moment.substring(0, Math.min(moment.length(), lengths[random.nextInt(lengths.length)]));
        String prefix = any(PREFIXES);
        return prefix
                + cut
                + (random.nextInt(8) == 0 && prefix.isEmpty() && !name.startsWith("_")
                        ? "," + cut.substring(0, 4)
                        : "");
    }

    private <T> T any(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
