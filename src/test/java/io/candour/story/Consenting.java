package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.demo.DemoStack;
import io.candour.story.FhirClient.Answer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * People who say yes to research, {@code patient} among them, until it is closed; and what only a superuser can do to secondary
 * uses, so that a story needs no year.
 */
public final class Consenting implements AutoCloseable {
    private static final String CHOICE = "academic-research";

    private record Chosen(FhirClient by, String patient, String consent) {}

    private final DemoStack stack;
    private final List<Chosen> chosen = new ArrayList<>();

    private Consenting(DemoStack stack) {
        this.stack = stack;
    }

    /**
     * New people, so many of each sex and all of one age, and {@code patient}.
     *
     * @param each more than the smallest number that is told
     */
    public static Consenting of(DemoStack stack, int each) throws Exception {
        Consenting people = new Consenting(stack);
        FhirClient feeder = FhirClient.feeder(stack);
        for (String sex : List.of("female", "male")) {
            for (int i = 0; i < each; i++) {
                Answer made = feeder.post(
                        "Patient",
                        """
                        {"resourceType": "Patient", "gender": "%s", "birthDate": "1984-02-03",
                         "address": [{"postalCode": "LS1 4AP"}]}
                        """
                                .formatted(sex));
                assertThat(made.status()).as(made.body()).isEqualTo(201);
                people.permits(feeder, made.json().path("id").asText());
            }
        }
        FhirClient patient = FhirClient.of(stack, "patient", "openid patient/*.cruds");
        String id = patient.get("Patient")
                .resources()
                .findFirst()
                .orElseThrow()
                .path("id")
                .asText();
        people.permits(patient, id);
        return people;
    }

    private void permits(FhirClient by, String patient) throws Exception {
        Answer saved = by.post("Consent", new Choosing(patient).about("", "permit", "active", "", CHOICE, ""));
        assertThat(saved.status()).as(saved.body()).isEqualTo(201);
        chosen.add(new Chosen(by, patient, saved.json().path("id").asText()));
    }

    /** A programme of the researcher's organisation that runs. */
    public String programme(String title) throws Exception {
        Map<String, Object> given = new LinkedHashMap<>(Registering.programme());
        given.put("title:valueString", title);
        return Registering.running(stack, given);
    }

    /** Its researcher asks how many people there are, by sex. */
    public void asks(String programme) throws Exception {
        Map<String, Object> given = new LinkedHashMap<>();
        given.put("programme:valueString", programme);
        given.put("reason:valueString", "To plan the study");
        given.put("by:valueCode", "sex");
        Answer asked = FhirClient.of(stack, "researcher", "openid user/*.cruds")
                .post("ResearchStudy/$ask-question", Registering.body(given));
        assertThat(asked.status()).as(asked.body()).isEqualTo(200);
    }

    /** As if every programme that was let in had been let in a year ago. */
    public void letNoticesRun() {
        superuser()
                .update(
                        """
                        update candour.programme_decision
                        set at = at - interval '365 days', opens = greatest(starts, opens - interval '365 days')
                        where outcome = 'APPROVED' and opens > now()
                        """);
    }

    /** As if nobody had ever asked: what left would stand in the way of the next questions. */
    public void forgetQuestions() {
        superuser().execute("truncate candour.question cascade");
    }

    private JdbcTemplate superuser() {
        return new JdbcTemplate(new DriverManagerDataSource(stack.postgres().url(), "postgres", "postgres"));
    }

    /** Takes all of it back. */
    @Override
    public void close() throws Exception {
        forgetQuestions();
        for (Chosen each : chosen) {
            Answer taken = each.by()
                    .put(
                            "Consent/" + each.consent(),
                            new Choosing(each.patient())
                                    .about("", "permit", "entered-in-error", each.consent(), CHOICE, ""));
            assertThat(taken.status()).as(taken.body()).isEqualTo(200);
        }
        chosen.clear();
    }
}
