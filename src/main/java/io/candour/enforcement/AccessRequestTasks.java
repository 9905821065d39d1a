package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import io.candour.access.AccessRequest;
import io.candour.access.AccessRequest.Attested;
import io.candour.access.AccessRequest.State;
import io.candour.access.AccessRequests;
import io.candour.access.RequestRules;
import io.candour.choice.SnapshotStore;
import io.candour.consent.CallerKind;
import io.candour.consent.Category;
import io.candour.identity.Directory;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskIntent;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.hl7.fhir.r4.model.Type;

/**
 * {@code $access-requests}, as Tasks, newest first: of {@code Patient/[id]} what that person was asked, for them and who
 * sees their choices for them; of {@code Task} what people said yes to, for who asked, the guardian and the auditor. Who asked sees
 * nothing of a no: it looks like nobody's silence. Safe for use by many threads.
 */
final class AccessRequestTasks implements Operation {
    private static final String SYSTEM = ReviewTasks.SYSTEM + "access-request";
    private static final int DEFAULT_COUNT = 50;
    private static final int MAX_COUNT = 500;

    private final RecordPath records;
    private final AccessRequests requests;
    private final RequestRules rules;
    private final SnapshotStore snapshots;
    private final FhirContext fhir;

    AccessRequestTasks(
            RecordPath records,
            AccessRequests requests,
            RequestRules rules,
            SnapshotStore snapshots,
            FhirContext fhir) {
        this.records = records;
        this.requests = requests;
        this.rules = rules;
        this.snapshots = snapshots;
        this.fhir = fhir;
    }

    @Override
    public String code() {
        return "access-requests";
    }

    @Override
    public Answer answer(Invocation invocation) {
        int count = invocation.count(DEFAULT_COUNT, MAX_COUNT);
        if (invocation.about().isEmpty()) {
            List<AccessRequest> given = given(invocation, count);
            return Answer.about(given.stream().map(AccessRequest::patient).toList(), tasks(given));
        }
        String patient = invocation.patient();
        Verdicts verdicts = records.verdicts(invocation.token());
        // The snapshot first, so that a change in between is found when the answer is recorded.
        verdicts.about(List.of(patient));
        boolean person = invocation.kind() == CallerKind.PATIENT || invocation.kind() == CallerKind.PROXY;
        return person && verdicts.permitsChoicesOf(patient)
                ? new Answer(200, tasks(requests.of(patient, count)), Map.of(), verdicts.evidence())
                : Answer.notThere(verdicts.evidence());
    }

    private List<AccessRequest> given(Invocation invocation, int count) {
        return switch (invocation.kind()) {
            case GUARDIAN, AUDITOR -> requests.given(Optional.empty(), count);
            case PRACTITIONER ->
                requests.given(Optional.of(invocation.token().caller().id()), count);
            default -> throw Refusal.invalid("Patient", "Name the patient: Patient/[id]/$" + code());
        };
    }

    private String tasks(List<AccessRequest> shown) {
        Instant now = snapshots.load(List.of()).now();
        Bundle bundle = new Bundle().setType(BundleType.COLLECTION);
        shown.forEach(request -> bundle.addEntry().setResource(task(request, request.state(now, rules.answerable()))));
        return fhir.newJsonParser().encodeResourceToString(bundle);
    }

    /** One request as a Task (R4 12.1). */
    static Task task(AccessRequest request, State state) {
        Task task = new Task();
        task.setId(request.id());
        task.setStatus(status(state))
                .setIntent(TaskIntent.PROPOSAL)
                .setBusinessStatus(concept(ReviewTasks.code(state)))
                .setCode(concept("access-request"))
                .setFor(new Reference("Patient/" + request.patient()))
                .setAuthoredOn(Date.from(request.asked()))
                .setRequester(ReviewTasks.person(request.agentId(), request.agentName()))
                .setDescription(request.reason());
        task.getReasonCode()
                .setText(request.reason())
                .addCoding()
                .setSystem(ReviewTasks.ACT_REASON)
                .setCode(request.reasonCode());
        request.organisation().ifPresent(ods -> task.getRestriction()
                .addRecipient()
                .setIdentifier(new Identifier().setSystem(Directory.ODS_CODE).setValue(ods)));
        request.reach().categories().stream()
                .map(Category::code)
                .sorted()
                .forEach(each -> input(task, "category", new CodeType(each)));
        input(task, "sensitive", new BooleanType(request.reach().sensitive()));
        input(task, "days", new IntegerType(request.days()));
        request.answered().ifPresent(answered -> {
            task.setLastModified(Date.from(answered.at()));
            answered.given().ifPresent(given -> {
                task.setFocus(new Reference(new IdType("Consent", given.grant())));
                task.getExecutionPeriod().setStart(Date.from(answered.at())).setEnd(Date.from(given.until()));
            });
        });
        request.attested().ifPresent(attested -> attested(task, attested));
        return task;
    }

    private static void attested(Task task, Attested attested) {
        task.setLastModified(Date.from(attested.at()));
        output(task, "deleted", new BooleanType(attested.deleted()));
        output(task, "statement", new StringType(attested.statement()));
    }

    private static void input(Task task, String name, Type value) {
        task.addInput().setType(concept(name)).setValue(value);
    }

    private static void output(Task task, String name, Type value) {
        task.addOutput().setType(concept(name)).setValue(value);
    }

    private static CodeableConcept concept(String code) {
        return new CodeableConcept(new Coding(SYSTEM, code, null));
    }

    private static TaskStatus status(State state) {
        return switch (state) {
            case ASKED -> TaskStatus.REQUESTED;
            case LAPSED -> TaskStatus.CANCELLED;
            case REFUSED -> TaskStatus.REJECTED;
            case OPEN, ATTESTATION_DUE -> TaskStatus.INPROGRESS;
            case ATTESTED -> TaskStatus.COMPLETED;
        };
    }
}
