package io.candour.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.searchparam.MatchUrlService;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.candour.consent.Condition.Flag;
import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import io.candour.record.Order;
import io.candour.record.RecordIndex;
import io.candour.record.RecordItem;
import io.candour.record.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.JdbcTemplate;

/** I10: what the record index finds by itself is what HAPI's search finds, over questions made from stored values. */
@ExtendWith(Stack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SearchTermsIT {
    private static final int QUESTIONS = 1_500;
    private static final List<String> PREFIXES = List.of("", "eq", "ne", "gt", "lt", "ge", "le", "sa", "eb");

    /** Where in an item the values of a token search parameter stand. */
    private static final Map<String, String> TOKENS = Map.of(
            "code", "/code/coding",
            "category", "/category/0/coding",
            "vaccine-code", "/vaccineCode/coding",
            "clinical-status", "/clinicalStatus/coding",
            "type", "/type/0/coding");

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final AllowList allowList = AllowList.shipped();
    private JdbcTemplate database;
    private RecordIndex index;
    private HapiSearch hapi;
    private List<String> patients = List.of();

    @BeforeAll
    void meet(DemoStack stack) {
        database = stack.server().getBean(JdbcTemplate.class);
        index = stack.server().getBean(RecordIndex.class);
        hapi = new HapiSearch(
                stack.server().getBean(DaoRegistry.class),
                stack.server().getBean(MatchUrlService.class),
                stack.server().getBean(FhirContext.class));
        patients = database.queryForList("select id from candour.record_item where type = 'Patient'", String.class);
    }

    @Test
    void bothWaysFindTheSame() throws Exception {
        int answered = 0;
        int found = 0;
        for (int i = 0; i < QUESTIONS; i++) {
            String patient = any(patients);
            List<String> contents = database.queryForList(
                    "select content from candour.record_item where patient = ? and type in ('Observation', 'Condition',"
                            + " 'Encounter', 'Immunization', 'MedicationRequest', 'Procedure', 'DiagnosticReport')"
                            + " order by md5(id || ?) limit 1",
                    String.class,
                    patient,
                    Integer.toString(random.nextInt()));
            if (contents.isEmpty()) {
                continue;
            }
            JsonNode item = JsonMapper.builder().build().readTree(contents.get(0));
            String type = item.path("resourceType").asText();
            Map<String, List<String>> asked = asked(type, item);
            Optional<List<Term>> terms = hapi.terms(type, asked);
            if (terms.isPresent() && !asked.isEmpty()) {
                Set<String> here = index
                        .search(patient, type, Flag.ALWAYS, terms.get(), Order.NEWEST, Optional.empty(), 10_000)
                        .stream()
                        .map(RecordItem::id)
                        .collect(Collectors.toCollection(TreeSet::new));
                Map<String, List<String>> whole = new TreeMap<>(asked);
                whole.put("patient", List.of("Patient/" + patient));
                assertThat(here)
                        .as("seed %d: %s?%s of %s", seed, type, asked, patient)
                        .isEqualTo(new TreeSet<>(hapi.ids(type, whole)));
                answered++;
                found += here.size();
            }
        }
        assertThat(answered).isGreaterThan(QUESTIONS / 2);
        assertThat(found).isGreaterThan(QUESTIONS);
    }

    private Map<String, List<String>> asked(String type, JsonNode item) {
        Map<String, List<String>> asked = new TreeMap<>();
        Set<String> known = allowList.parameters(type);
        TOKENS.forEach((name, path) -> {
            JsonNode coding = item.at(path).path(0);
            if (known.contains(name) && coding.has("code") && random.nextInt(3) == 0) {
                String system = coding.path("system").asText();
                String code = coding.path("code").asText();
                String value = any(List.of(system + "|" + code, code, system + "|", "http://elsewhere|" + code));
                if (random.nextInt(4) == 0) {
                    value += "," + any(List.of("x", system + "|y", code));
                }
                boolean not = known.contains(name + ":not") && random.nextInt(4) == 0;
                asked.put(not ? name + ":not" : name, List.of(value));
            }
        });
        if (known.contains("status") && random.nextInt(4) == 0) {
            asked.put("status", List.of(item.path("status").asText("final")));
        }
        for (String name : List.of("date", "onset-date", "recorded-date", "authoredon", "_lastUpdated")) {
            if (known.contains(name) && random.nextInt(3) == 0) {
                List<String> dates = new ArrayList<>(List.of(date(item)));
                if (random.nextInt(3) == 0) {
                    dates.add(date(item));
                }
                asked.put(name, dates);
            }
        }
        return asked;
    }

    private String date(JsonNode item) {
        String moment = Optional.of(item.findValuesAsText(any(List.of(
                        "effectiveDateTime",
                        "start",
                        "onsetDateTime",
                        "occurrenceDateTime",
                        "authoredOn",
                        "lastUpdated"))))
                .filter(all -> !all.isEmpty())
                .map(all -> all.get(0))
                .orElse("2015-03-04");
        int[] lengths = {4, 7, 10, moment.length()};
        String cut = moment.substring(0, Math.min(moment.length(), lengths[random.nextInt(lengths.length)]));
        String prefix = any(PREFIXES);
        return prefix + cut + (random.nextInt(8) == 0 && prefix.isEmpty() ? "," + cut.substring(0, 4) : "");
    }

    private <T> T any(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
