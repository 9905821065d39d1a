package io.candour.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.access.AccessRequest;
import io.candour.access.AccessRequest.Answered;
import io.candour.access.AccessRequest.Attested;
import io.candour.access.AccessRequest.Given;
import io.candour.access.Review;
import io.candour.audit.AccessRecord;
import io.candour.audit.AuditEventView;
import io.candour.audit.RecordId;
import io.candour.audit.StoredRecord;
import io.candour.consent.Category;
import io.candour.consent.Choice;
import io.candour.consent.Effect;
import io.candour.consent.Provision;
import io.candour.consent.Reach;
import io.candour.consent.fhir.ChoiceAnswer;
import io.candour.consent.fhir.ChoiceConsents;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hl7.fhir.r4.model.Communication.CommunicationPriority;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentState;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the server itself writes is what the guide's profiles say. */
class GuideWrittenTest {
    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07.008Z");
    private static final Reach SOME = new Reach(Set.of(Category.MEDICINES, Category.VISITS), true);

    @ParameterizedTest
    @MethodSource("io.candour.audit.AuditEventViewTest#records")
    void aRowOfTheLog(AccessRecord record) {
        StoredRecord stored = new StoredRecord(new RecordId(NOW, new UUID(1, 2)), record);
        conforms(new AuditEventView("http://localhost:8080/fhir").render(stored), "access-event");
    }

    @ParameterizedTest
    @EnumSource(value = Choice.class, mode = EnumSource.Mode.EXCLUDE, names = "EMERGENCY_OVERRIDE")
    void anAnswerToAChoice(Choice choice) {
        Consent consent = ChoiceConsents.of(new ChoiceAnswer(
                "ann",
                choice,
                Provision.builder(Effect.DENY).build(),
                Optional.of(true),
                NOW,
                "Patient/ann",
                Optional.empty(),
                "no",
                "https://candour.io/terms/1"));

        Guide.SHAPES.check(consent);
        conforms(consent, "pcf-data-sharing-choice");
    }

    @ParameterizedTest
    @EnumSource(ProxyTerms.Basis.class)
    void whatLetsSomebodyAct(ProxyTerms.Basis basis) {
        ProxyTerms terms = new ProxyTerms(
                "9990000026",
                LocalDate.of(1978, 9, 30),
                Optional.of("Beth"),
                SOME,
                basis,
                Optional.of(LocalDate.of(2027, 1, 1)));

        conforms(terms.relatedPerson("ann"), "proxy");
        conforms(
                terms.consent("ann", "beth", ConsentState.ACTIVE, GrantingConsents.moment(NOW)), "proxy-authorisation");
    }

    @Test
    void aRequestForAccessAndAYesToIt() {
        AccessRequest request = new AccessRequest(
                "0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0",
                "ann",
                "subject",
                "Dr Example",
                Optional.empty(),
                Optional.of("Z90002"),
                "TREAT",
                "A second opinion",
                SOME,
                14,
                NOW,
                Optional.of(new Answered(NOW, Optional.of(new Given("grant", NOW.plusSeconds(60))))),
                Optional.of(new Attested(NOW, true, "Nothing was copied")));

        for (AccessRequest.State state : AccessRequest.State.values()) {
            conforms(AccessRequestTasks.task(request, state), "access-request-task");
        }
        conforms(AnswerRequest.consent(request, NOW, NOW.plusSeconds(60)), "access-permission");
    }

    @ParameterizedTest
    @EnumSource(Review.Outcome.class)
    void aReview(Review.Outcome outcome) {
        conforms(
                ReviewTasks.task(new Review(
                        "grant",
                        "ann",
                        Review.Kind.EMERGENCY,
                        "subject",
                        "Dr Example",
                        Optional.of("Z90002"),
                        "ETREAT",
                        "Found unconscious",
                        NOW,
                        NOW.plusSeconds(60),
                        Optional.of(new Review.Done("other", "Guardian", NOW, outcome, Optional.of("right"))))),
                "review-task");
    }

    @ParameterizedTest
    @EnumSource(RaisedTask.Kind.class)
    void whatIsSaidOfARecord(RaisedTask.Kind kind) {
        Task task = RaisedTask.of(
                kind,
                "ann",
                Optional.of(new Reference("Procedure/p")),
                new Reference("RelatedPerson/beth"),
                "No, never",
                NOW);
        conforms(task, "raised-task");
        for (TaskStatus status : new TaskStatus[] {TaskStatus.RECEIVED, TaskStatus.INPROGRESS, TaskStatus.COMPLETED}) {
            RaisedTask.advance(task, status, ReviewTasks.person("g", "Guardian"), Optional.of("Looked"), NOW);
            conforms(task, "raised-task");
        }
    }

    @Test
    void aNotice() {
        conforms(Notices.notice("ann", NOW, CommunicationPriority.URGENT, "Somebody opened your record."), "notice");
    }

    private static void conforms(Resource resource, String profile) {
        assertThat(Guide.faults(resource, Optional.of(profile))).isEmpty();
    }
}
