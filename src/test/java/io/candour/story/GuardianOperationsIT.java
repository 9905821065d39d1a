package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import io.candour.story.FhirClient.Answer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.JdbcTemplate;

/** What guardian and auditor ask of the log as a whole: what stood out, and whom it concerned. */
@ExtendWith(Stack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GuardianOperationsIT {
    private static final String DAY = "start=2026-01-01T00:00:00Z&end=2126-01-01T00:00:00Z";

    private DemoStack stack;
    private FhirClient guardian;
    private String patientId = "";
    private String gp = "";

    @BeforeAll
    void gpReads(DemoStack running) throws Exception {
        stack = running;
        guardian = FhirClient.of(stack, "guardian", FhirClient.STAFF_SCOPES);
        FhirClient patient = FhirClient.of(stack, "patient", FhirClient.PATIENT_SCOPES);
        patientId = patient.ownId();
        String request = FhirClient.of(stack, "gp", FhirClient.STAFF_SCOPES)
                .get("Condition?_count=2&patient=" + patientId)
                .header("X-Request-ID");
        gp = database()
                .queryForObject(
                        "select agent_id from candour.access_record where request_id = ?", String.class, request);
    }

    private JdbcTemplate database() {
        return stack.server().getBean(JdbcTemplate.class);
    }

    @Test
    void affectedPatientsAreThoseACallerAskedForAndTheyAreToldThatItWasAsked() throws Exception {
        Answer answer = guardian.get("AuditEvent/$affected-patients?agent=" + gp + "&" + DAY);

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        JsonNode affected = Choosing.parts(answer.json(), "patient")
                .filter(part -> Choosing.value(part, "reference").equals("Patient/" + patientId))
                .findFirst()
                .orElseThrow();
        assertThat(Integer.parseInt(Choosing.value(affected, "answered"))).isPositive();
        assertThat(Integer.parseInt(Choosing.value(affected, "items"))).isPositive();
        assertThat(Choosing.value(affected, "first")).isLessThanOrEqualTo(Choosing.value(affected, "last"));
        Answer own = FhirClient.of(stack, "patient", FhirClient.PATIENT_SCOPES).get("Patient/$access-log?_count=20");
        assertThat(own.body()).contains(answer.header("X-Request-ID"));
    }

    @Test
    void theLogIsSearchedByWhySomebodyAsked() throws Exception {
        Answer answer = guardian.get("AuditEvent?purpose=TREAT&_count=5");

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.resources()).isNotEmpty().allSatisfy(event -> assertThat(event.path("purposeOfEvent")
                        .path(0)
                        .path("coding")
                        .path(0)
                        .path("code")
                        .asText())
                .isEqualTo("TREAT"));
        assertThat(guardian.get("AuditEvent?purpose=NOSUCH").resources()).isEmpty();
    }

    @Test
    void affectedPatientsComeInPages() throws Exception {
        FhirClient feeder = FhirClient.feeder(stack);
        String request = feeder.post("Organization", "{\"resourceType\": \"Organization\", \"name\": \"Any\"}")
                .header("X-Request-ID");
        String agent = database()
                .queryForObject(
                        "select agent_id from candour.access_record where request_id = ?", String.class, request);
        long all = parts(guardian.get("AuditEvent/$affected-patients?_count=200&agent=" + agent + "&" + DAY));
        long walked = 0;
        Optional<String> next = Optional.of("AuditEvent/$affected-patients?_count=2&agent=" + agent + "&" + DAY);
        while (next.isPresent()) {
            Answer page = guardian.get(next.get());
            assertThat(parts(page)).isBetween(1L, 2L);
            walked += parts(page);
            next = Optional.of(Choosing.value(page.json(), "next")).filter(url -> !url.isEmpty());
        }
        assertThat(walked).isEqualTo(all).isGreaterThan(2);
    }

    private static long parts(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return Choosing.parts(answer.json(), "patient").count();
    }

    @Test
    void alertsAreShownNewestFirst() throws Exception {
        database()
                .update(
                        "insert into candour.access_alert (agent_id, agent_kind, agent_name, hour, measure, seen, usual)"
                                + " values (?, 'PRACTITIONER', 'Somebody', date_trunc('hour', now()), 'PATIENTS', 400, 3)"
                                + " on conflict do nothing",
                        gp);

        Answer answer = guardian.get("AuditEvent/$access-alerts?_count=500");

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        JsonNode alert = Choosing.parts(answer.json(), "alert")
                .filter(each -> Choosing.value(each, "agent").equals(gp))
                .findFirst()
                .orElseThrow();
        assertThat(Choosing.value(alert, "measure")).isEqualTo("patients");
        assertThat(Choosing.value(alert, "seen")).isEqualTo("400");
        List<String> noticed = Choosing.parts(answer.json(), "alert")
                .map(each -> Choosing.value(each, "noticed"))
                .toList();
        assertThat(noticed).isSortedAccordingTo(java.util.Comparator.reverseOrder());
    }

    @Test
    void nobodyElseAsks() throws Exception {
        for (String operation : List.of("$access-alerts", "$affected-patients?agent=x&" + DAY)) {
            for (String account : List.of("patient", "gp", "researcher")) {
                String scopes = account.equals("patient") ? FhirClient.PATIENT_SCOPES : FhirClient.STAFF_SCOPES;
                Answer refused = FhirClient.of(stack, account, scopes).get("AuditEvent/" + operation);
                assertThat(refused.status()).as(account + " " + operation).isEqualTo(403);
            }
            assertThat(FhirClient.of(stack, "auditor", FhirClient.STAFF_SCOPES)
                            .get("AuditEvent/" + operation)
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void whatCannotBeReadIsNamed() throws Exception {
        assertNamed("agent", "AuditEvent/$affected-patients?" + DAY);
        assertNamed("start", "AuditEvent/$affected-patients?agent=x&end=2026-01-01T00:00:00Z");
        assertNamed("start", "AuditEvent/$affected-patients?agent=x&start=soon&end=2026-01-01T00:00:00Z");
        assertNamed("end", "AuditEvent/$affected-patients?agent=x&start=2026-01-02T00:00:00Z&end=2026-01-01T00:00:00Z");
        assertNamed("_count", "AuditEvent/$access-alerts?_count=0");
        assertNamed("_cursor", "AuditEvent/$affected-patients?agent=x&_cursor=forged&" + DAY);
    }

    private void assertNamed(String element, String url) throws Exception {
        Answer answer = guardian.get(url);
        assertThat(answer.status()).as(url).isEqualTo(400);
        assertThat(answer.element()).isEqualTo(element);
    }
}
