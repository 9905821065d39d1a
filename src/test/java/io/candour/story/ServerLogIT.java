package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import io.candour.story.FhirClient.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The server's own log, read after all other tests of this stack ({@link ClassOrderer} is configured for it): a line of
 * JSON for each event, findable by request, and nothing of anybody's record in it.
 */
@ExtendWith(Stack.class)
@Order(Integer.MAX_VALUE)
class ServerLogIT {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}-]+");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void noLineNamesAPersonOrAnItem(DemoStack stack) throws IOException {
        JdbcTemplate database = stack.server().getBean(JdbcTemplate.class);
        String log = Files.readString(stack.serverLog());
        Set<String> words = WORD.matcher(log).results().map(MatchResult::group).collect(Collectors.toSet());

        assertThat(words).as("the log was read").contains("log", "level").hasSizeGreaterThan(100);
        assertNone(words, "resource ids", texts(database, "select distinct id from candour.record_item"));
        assertNone(
                words,
                "NHS numbers",
                texts(database, "select value from candour.identifier where system like '%nhs-number'"));
        assertNone(words, "birth dates", ofPatients(database, "content::jsonb ->> 'birthDate'"));
        List<String> names = ofPatients(
                database, "(content::jsonb #>> '{name,0,given,0}') || ' ' || (content::jsonb #>> '{name,0,family}')");
        assertThat(names).isNotEmpty().noneMatch(log::contains);
    }

    @Test
    void everyLineIsAnObjectAndThoseOfARequestNameIt(DemoStack stack) throws Exception {
        FhirClient patient = FhirClient.of(stack, "patient", FhirClient.PATIENT_SCOPES);
        String given = "a-request-of-this-test";
        stack.postgres().close();
        try {
            Answer answer = patient.send(patient.request("Patient").header("X-Request-ID", given));
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("X-Request-ID")).isEqualTo(given);
        } finally {
            stack.postgres().comeBack();
        }

        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(stack.serverLog())) {
            lines.add(JSON.readTree(line));
        }
        assertThat(lines).allMatch(line -> line.has("@timestamp") && line.has("message"));
        assertThat(lines)
                .filteredOn(line -> line.path("http.request.id").asText().equals(given)
                        || line.at("/http/request/id").asText().equals(given))
                .isNotEmpty();
    }

    @Test
    void everyAnswerCarriesAnIdThatIsOneOfARequest(DemoStack stack) throws Exception {
        FhirClient nobody = FhirClient.anonymous(stack);

        Answer refused = nobody.get("Patient");
        Answer odd = nobody.send(nobody.request("Patient").header("X-Request-ID", "not an id: {}"));

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.header("X-Request-ID")).isNotEmpty();
        assertThat(odd.header("X-Request-ID")).isNotEmpty().doesNotContain("{");
    }

    private static void assertNone(Set<String> words, String what, List<String> forbidden) {
        assertThat(forbidden).as(what).isNotEmpty();
        Set<String> found = new HashSet<>(forbidden);
        found.retainAll(words);
        assertThat(found).as(what + " in the server's log").isEmpty();
    }

    private static List<String> ofPatients(JdbcTemplate database, String value) {
        return texts(
                database,
                "select distinct " + value + " from candour.record_item where type = 'Patient' and " + value
                        + " is not null");
    }

    private static List<String> texts(JdbcTemplate database, String query) {
        return database.queryForList(query, String.class);
    }
}
