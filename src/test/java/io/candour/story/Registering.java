package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.demo.DemoStack;
import io.candour.story.FhirClient.Answer;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Programmes as guardians keep them, as JSON over HTTP; and days that pass in a moment. */
final class Registering {
    static final String GUARDIAN = "openid user/*.cruds";

    private Registering() {}

    /** One parameter after the other, by {@code name:valueType}; a list gives one several times. */
    static String body(Map<String, ?> given) {
        List<String> parameters = new ArrayList<>();
        given.forEach((name, values) -> {
            String[] parts = name.split(":", -1);
            for (Object value : values instanceof List<?> several ? several : List.of(values)) {
                boolean raw = value instanceof Number
                        || value instanceof Boolean
                        || value.toString().startsWith("{");
                parameters.add(
                        Raising.parameter(parts[0], parts[1], raw ? value.toString() : Raising.quoted((String) value)));
            }
        });
        return Raising.body(parameters);
    }

    /** A university's programme that could begin today. */
    static Map<String, Object> programme() {
        Map<String, Object> given = new LinkedHashMap<>();
        given.put("organisation:valueString", "X9906");
        given.put("organisationName:valueString", "University of Elmshire");
        given.put("organisationType:valueCode", "university");
        given.put("title:valueString", "Asthma and weather");
        given.put("description:valueString", "Whether cold spells bring people with asthma to hospital");
        given.put("purpose:valueCode", "HRESCH");
        given.put("legalBasis:valueString", "Each person's consent");
        given.put("fee:valueString", "None");
        given.put("commercial:valueBoolean", false);
        given.put("category:valueCode", List.of("details", "conditions", "medicines", "test-results", "measurements"));
        given.put("start:valueDate", today().minusDays(1).toString());
        given.put("end:valueDate", today().plusDays(365).toString());
        return given;
    }

    static LocalDate today() {
        return LocalDate.now(ZoneOffset.UTC);
    }

    static Answer register(FhirClient by, Map<String, ?> given) throws Exception {
        return by.post("ResearchStudy/$register-programme", body(given));
    }

    static Answer decide(FhirClient by, String programme, String outcome) throws Exception {
        return by.post(
                "ResearchStudy/$decide-programme",
                body(Map.of(
                        "programme:valueString",
                        programme,
                        "outcome:valueCode",
                        outcome,
                        "note:valueString",
                        "As the committee said")));
    }

    /** As a superuser, since nobody else may change what is in the register: as if it had been decided a year ago. */
    static void letNoticeRun(DemoStack stack, String programme) {
        new JdbcTemplate(new DriverManagerDataSource(stack.postgres().url(), "postgres", "postgres"))
                .update(
                        """
                        update candour.programme_decision
                        set at = at - interval '365 days', opens = greatest(starts, opens - interval '365 days')
                        where programme = ? and outcome = 'APPROVED'
                        """,
                        programme);
    }

    /** The id of a programme that runs. */
    static String running(DemoStack stack, Map<String, ?> given) throws Exception {
        Answer registered = register(FhirClient.of(stack, "guardian", GUARDIAN), given);
        assertThat(registered.status()).as(registered.body()).isEqualTo(200);
        String id = registered.json().path("id").asText();
        Answer approved = decide(FhirClient.of(stack, "guardian2", GUARDIAN), id, "approved");
        assertThat(approved.status()).as(approved.body()).isEqualTo(200);
        letNoticeRun(stack, id);
        return id;
    }
}
