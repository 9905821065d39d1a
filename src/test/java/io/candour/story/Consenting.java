package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.demo.DemoStack;
import io.candour.story.FhirClient.Answer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * People who say yes to research, {@code patient} among them, until it is closed; and what only a superuser can do to secondary
 * uses, so that a story needs no year.
 */
public final class Consenting implements AutoCloseable {
    private final DemoStack stack;
    private final ResearchChoices choices = new ResearchChoices();
    private final LoggedIn patient;
    private final String patientId;

    private Consenting(DemoStack stack) throws Exception {
        this.stack = stack;
        patient = LoggedIn.of(stack, stack.fhirUrl(), "patient", "openid patient/*.cruds");
        patientId = patient.client().ownId();
    }

    /**
     * New people, so many of each sex and all of one age, and {@code patient}.
     *
     * @param each more than the smallest number that is told
     */
    public static Consenting of(DemoStack stack, int each) throws Exception {
        Consenting people = new Consenting(stack);
        LoggedIn feeder = LoggedIn.feeder(stack, stack.fhirUrl());
        for (String sex : List.of("female", "male")) {
            for (int i = 0; i < each; i++) {
                people.choices.newcomer(feeder, sex, "1984-02-03");
            }
        }
        people.patientSays("permit");
        return people;
    }

    /** {@code patient} changes their answer: permit or deny. */
    public void patientSays(String type) throws Exception {
        choices.says(patient, patientId, type);
    }

    /** A programme of the researcher's organisation that runs. */
    public String programme(String title) throws Exception {
        Map<String, Object> given = new LinkedHashMap<>(Registering.programme());
        given.put("title:valueString", title);
        return Registering.running(stack, given);
    }

    /**
     * Its researcher asks how many people there are, by sex.
     *
     * @return the question's id
     */
    public String asks(String programme) throws Exception {
        Map<String, Object> given = new LinkedHashMap<>();
        given.put("programme:valueString", programme);
        given.put("reason:valueString", "To plan the study");
        given.put("by:valueCode", "sex");
        Answer asked = FhirClient.of(stack, "researcher", "openid user/*.cruds")
                .post("ResearchStudy/$ask-question", Registering.body(given));
        assertThat(asked.status()).as(asked.body()).isEqualTo(200);
        return asked.json().path("id").asText();
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

    /**
     * A guardian puts a question to the records, which may take its time.
     *
     * @return the status of what comes of it
     */
    public CompletableFuture<Integer> letThrough(String question) throws Exception {
        FhirClient guardian = FhirClient.of(stack, "guardian", Registering.GUARDIAN);
        String body = Registering.body(Map.of("question:valueString", question, "outcome:valueCode", "approved"));
        return CompletableFuture.supplyAsync(() -> {
            try {
                return guardian.post("ResearchStudy/$review-question", body).status();
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        });
    }

    /** As if somebody had been counted in the latest run of a question, on the choices that they have now. */
    void plant(String question, String uninvited) {
        superuser()
                .update(
                        """
                        insert into candour.counted (question, run, patient, version, cell, told)
                        select r.question, max(r.run), s.patient, s.version, 0, true
                        from candour.question_run r, candour.snapshot s
                        where r.question = ? and s.patient = ? group by r.question, s.patient, s.version
                        """,
                        question,
                        uninvited);
    }

    /** As if nobody had ever been found in a release who had not said yes. */
    void forgetIncidents() {
        superuser().execute("truncate candour.release_incident");
        superuser().update("delete from candour.access_alert where measure = 'UNINVITED'");
    }

    /** As if nobody had ever asked for a copy. */
    public void forgetExtracts() {
        superuser().execute("truncate candour.extract cascade");
    }

    private JdbcTemplate superuser() {
        return new JdbcTemplate(new DriverManagerDataSource(stack.postgres().url(), "postgres", "postgres"));
    }

    /** Takes all of it back. */
    @Override
    public void close() throws Exception {
        forgetQuestions();
        choices.takeAllBack();
    }
}
