package io.candour.portal.guardian;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import io.candour.portal.form.Problem;
import io.candour.portal.form.Problems;
import io.candour.portal.form.Typed;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;

/** What the API answers a guardian becomes rows of a page, and what a guardian types becomes what the API takes. */
class GuardianRowsTest {
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

    private static <T extends IBaseResource> T read(Class<T> type, String json) {
        return FhirContext.forR4Cached().newJsonParser().parseResource(type, json);
    }

    private static List<String> sent(Parameters parameters) {
        return parameters.getParameter().stream()
                .map(each -> each.getName() + "=" + each.getValue().primitiveValue())
                .toList();
    }

    private static Task review(String more) {
        return read(
                Task.class,
                """
                {"resourceType": "Task", "id": "g1", "status": "requested", "intent": "order",
                 "code": {"coding": [{"code": "emergency"}]}, "for": {"reference": "Patient/12"},
                 "requester": {"identifier": {"value": "staff-1"}, "display": "Ann Other"},
                 "description": "Found in the street", "reasonCode": {"coding": [{"code": "ETREAT"}]},
                 "executionPeriod": {"start": "2026-11-28T10:00:00Z", "end": "2026-11-28T14:00:00Z"}%s}
                """
                        .formatted(more));
    }

    @Test
    void anEmergencyWaitsUntilSomebodyLooked() {
        Review open = Review.of(review(""));
        Review done = Review.of(
                review(
                        """
                , "owner": {"display": "Guardian One"}, "lastModified": "2026-11-28T13:00:00Z",
                 "businessStatus": {"coding": [{"code": "not-justified"}]}, "note": [{"text": "Rang the ward"}]
                """));

        assertThat(open.isOpen()).isTrue();
        assertThat(open.isEmergency()).isTrue();
        assertThat(open.agent()).isEqualTo("staff-1");
        assertThat(open.organisation()).isEmpty();
        assertThat(open.runsAt(NOON)).isTrue();
        assertThat(open.runsAt(Instant.parse("2026-11-28T14:00:00Z"))).isFalse();
        assertThat(done.isOpen()).isFalse();
        assertThat(done.outcome()).contains("not-justified");
        assertThat(done.reviewer()).contains("Guardian One");
        assertThat(done.note()).contains("Rang the ward");
    }

    @Test
    void aReviewNeedsAnOutcomeAndNoNote() {
        Problems problems = new Problems();
        assertThat(Review.read("g1", Typed.NOTHING.with("outcome", "fine").with("note", "x"), problems))
                .isEmpty();
        assertThat(problems.all()).extracting(Problem::field).containsExactly("outcome", "note");

        assertThat(sent(Review.read("g1", Typed.NOTHING.with("outcome", "referred"), new Problems())
                        .orElseThrow()))
                .containsExactly("task=g1", "outcome=referred");
    }

    private static Said said(String status, String more) {
        return Said.of(read(
                Task.class,
                """
                {"resourceType": "Task", "id": "t1", "status": "%s", "intent": "proposal",
                 "code": {"coding": [{"system": "https://candour.io/fhir/CodeSystem/raised", "code": "access-query"}]},
                 "for": {"reference": "Patient/12"}, "authoredOn": "2026-11-28T10:00:00Z"%s}
                """
                        .formatted(status, more)));
    }

    @Test
    void whatWasSaidGoesForwardOnly() {
        assertThat(said("requested", "").next()).containsExactly("received", "in-progress", "completed", "rejected");
        assertThat(said("in-progress", "").next()).containsExactly("completed", "rejected");
        assertThat(said("rejected", "").next()).isEmpty();
        assertThat(said("rejected", "").isSettled()).isTrue();
        assertThat(said("draft", "").next()).isEmpty();
    }

    @Test
    void eachStepHasItsTimeAndItsWords() {
        Said said = said(
                "completed",
                """
                , "description": "I do not know them",
                 "focus": {"type": "AuditEvent", "identifier": {"value": "7-1-2"}},
                 "requester": {"reference": "Patient/12", "display": "Pat"},
                 "output": [
                   {"type": {"coding": [{"code": "received"}]}, "valueDateTime": "2026-11-28T11:00:00Z"},
                   {"type": {"coding": [{"code": "completed"}]}, "valueDateTime": "2026-11-28T12:00:00Z"}],
                 "note": [
                   {"authorReference": {"display": "Guardian One"}, "text": "A guardian of records has read this."},
                   {"authorReference": {"display": "Guardian Two"}, "text": "It was your practice"}]
                """);

        assertThat(said.isAboutAccess()).isTrue();
        assertThat(said.aboutId()).isEqualTo("7-1-2");
        assertThat(said.who()).isEqualTo("Pat");
        assertThat(said.text()).contains("I do not know them");
        assertThat(said.steps()).extracting(Said.Step::state).containsExactly("received", "completed");
        assertThat(said.steps().get(1).at()).contains(NOON);
        assertThat(said.steps().get(1).who()).contains("Guardian Two");
        assertThat(said.steps().get(1).words()).contains("It was your practice");
    }

    @Test
    void anAuditorGetsStatesWithoutWords() {
        Said said = said(
                "received",
                """
                , "focus": {"reference": "Condition/5"},
                 "output": [{"type": {"coding": [{"code": "received"}]}, "valueDateTime": "2026-11-28T12:00:00Z"}]
                """);

        assertThat(said.text()).isEmpty();
        assertThat(said.isAboutAccess()).isFalse();
        assertThat(said.aboutType()).isEqualTo("Condition");
        assertThat(said.steps().get(0).words()).isEmpty();
        assertThat(said.steps().get(0).at()).contains(NOON);
    }

    @Test
    void theLastWordNeedsWords() {
        Problems problems = new Problems();
        assertThat(said("requested", "").read(Typed.NOTHING.with("status", "rejected"), problems))
                .isEmpty();
        assertThat(problems.all()).extracting(Problem::field).containsExactly("note");
        Problems backward = new Problems();
        assertThat(said("received", "").read(Typed.NOTHING.with("status", "received"), backward))
                .isEmpty();
        assertThat(backward.all()).extracting(Problem::field).containsExactly("status");

        assertThat(sent(said("requested", "")
                        .read(Typed.NOTHING.with("status", "received"), new Problems())
                        .orElseThrow()))
                .containsExactly("task=t1", "status=received");
    }

    @Test
    void anAlertTellsOfOneHour() {
        Alert alert = Alert.of(
                        read(
                                Parameters.class,
                                """
                {"resourceType": "Parameters", "parameter": [{"name": "alert", "part": [
                  {"name": "id", "valueString": "a1"}, {"name": "noticed", "valueInstant": "2026-11-28T12:30:00.000Z"},
                  {"name": "agent", "valueString": "staff-1"}, {"name": "name", "valueString": "Ann Other"},
                  {"name": "kind", "valueCode": "practitioner"},
                  {"name": "hour", "valueInstant": "2026-11-28T12:00:00.000Z"},
                  {"name": "measure", "valueCode": "patients"},
                  {"name": "seen", "valueInteger": 400}, {"name": "usual", "valueInteger": 3}]}]}
                """))
                .get(0);

        assertThat(alert.hour()).contains(NOON);
        assertThat(alert.hourEnds()).contains(Instant.parse("2026-11-28T13:00:00Z"));
        assertThat(alert.organisation()).isEmpty();
        assertThat(alert.seen()).isEqualTo(400);
        assertThat(alert.usual()).isEqualTo(3);
    }

    @Test
    void whoWasAffectedIsCounted() {
        Affected affected = Affected.of(
                        read(
                                Parameters.class,
                                """
                {"resourceType": "Parameters", "parameter": [{"name": "patient", "part": [
                  {"name": "reference", "valueReference": {"reference": "Patient/12"}},
                  {"name": "answered", "valueInteger": 4}, {"name": "refused", "valueInteger": 1},
                  {"name": "items", "valueInteger": 90},
                  {"name": "first", "valueInstant": "2026-11-28T12:00:00.000Z"},
                  {"name": "last", "valueInstant": "2026-11-28T12:00:00.000Z"}]},
                  {"name": "next", "valueUri": "http://localhost/fhir/AuditEvent/$affected-patients?_cursor=c"}]}
                """))
                .get(0);

        assertThat(affected).isEqualTo(new Affected("12", 4, 1, 90, affected.first(), affected.last()));
        assertThat(affected.first()).contains(NOON);
    }

    @Test
    void aDayOfTheLogHasItsLines() {
        LogDay day = LogDay.of(
                        read(
                                Parameters.class,
                                """
                {"resourceType": "Parameters", "parameter": [{"name": "group", "part": [
                  {"name": "day", "valueDate": "2026-11-28"}, {"name": "organisation", "valueString": "Elm Street"},
                  {"name": "line", "part": [
                    {"name": "at", "valueInstant": "2026-11-28T12:00:00.000Z"},
                    {"name": "who", "valueString": "Ann Other"}, {"name": "did", "valueString": "Read conditions"},
                    {"name": "reason", "valueString": "Allowed because of care"},
                    {"name": "refused", "valueBoolean": false}, {"name": "emergency", "valueBoolean": true},
                    {"name": "automated", "valueBoolean": false}, {"name": "request", "valueString": "r"},
                    {"name": "event", "valueReference": {"reference": "AuditEvent/7-1-2"}}]}]}]}
                """))
                .get(0);

        assertThat(day.day()).contains(LocalDate.of(2026, 11, 28));
        assertThat(day.organisation()).contains("Elm Street");
        assertThat(day.lines())
                .containsExactly(new LogDay.Line(
                        day.lines().get(0).at(),
                        "Ann Other",
                        "Read conditions",
                        "Allowed because of care",
                        false,
                        true,
                        false,
                        "7-1-2"));
    }

    @Test
    void aRowOfTheLogIsReadFromItsAuditEvent() {
        LogEntry entry = LogEntry.of(
                read(
                        AuditEvent.class,
                        """
                {"resourceType": "AuditEvent", "id": "7-1-2", "recorded": "2026-11-28T12:00:00Z", "outcome": "4",
                 "purposeOfEvent": [{"coding": [{"code": "BTG"}]}],
                 "agent": [
                  {"type": {"coding": [{"code": "110153"}]}, "requestor": false,
                   "who": {"identifier": {"value": "portal"}, "display": "portal"}, "network": {"address": "10.0.0.1"}},
                  {"type": {"coding": [{"code": "IRCP"}]}, "name": "Ann Other", "requestor": true,
                   "who": {"identifier": {"value": "staff-1"}}, "role": [{"text": "practitioner"}]},
                  {"type": {"coding": [{"code": "PROV"}]}, "requestor": false,
                   "who": {"identifier": {"value": "Z90002"}}}],
                 "entity": [
                  {"type": {"code": "XrequestId"}, "what": {"identifier": {"value": "r-1"}},
                   "detail": [{"type": "interaction", "valueString": "search-type"}]},
                  {"role": {"code": "1"}, "what": {"reference": "Patient/12"}},
                  {"role": {"code": "4"}, "what": {"reference": "Condition/5/_history/1"}},
                  {"role": {"code": "4"}, "what": {"reference": "Condition/6/_history/1"}}]}
                """));

        assertThat(entry.at()).contains(NOON);
        assertThat(entry.agent()).isEqualTo("staff-1");
        assertThat(entry.who()).isEqualTo("Ann Other");
        assertThat(entry.roles()).containsExactly("practitioner");
        assertThat(entry.organisation()).contains("Z90002");
        assertThat(entry.client()).isEqualTo("portal");
        assertThat(entry.address()).contains("10.0.0.1");
        assertThat(entry.interaction()).isEqualTo("search-type");
        assertThat(entry.isRefused()).isTrue();
        assertThat(entry.isEmergency()).isTrue();
        assertThat(entry.patients()).containsExactly("12");
        assertThat(entry.items()).isEqualTo(Map.of("Condition", 2L));
        assertThat(entry.request()).isEqualTo("r-1");
    }

    @Test
    void aCheckpointIsReadAsItIsPublished() {
        Checkpoint read = Checkpoint.read(
                        """
                candour access log checkpoint 1
                number 12
                at 2026-11-28T12:00:00Z
                previous 00
                head 1 5 00
                signature AAAA
                """)
                .orElseThrow();

        assertThat(read).isEqualTo(new Checkpoint(12, NOON));
        assertThat(read.isOldAt(NOON.plusSeconds(86_400))).isFalse();
        assertThat(read.isOldAt(NOON.plusSeconds(86_401))).isTrue();
        assertThat(Checkpoint.read("No checkpoint has been taken yet.\n")).isEmpty();
        assertThat(Checkpoint.read("candour access log checkpoint 1\nnumber x\nat y\n"))
                .isEmpty();
    }
}
