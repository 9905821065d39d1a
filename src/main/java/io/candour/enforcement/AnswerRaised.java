package io.candour.enforcement;

import io.candour.access.Raised;
import io.candour.consent.Caller;
import io.candour.enforcement.Raise.Parts;
import io.candour.record.RecordIndex;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;

/**
 * {@code Task/$answer-raised}: a guardian says how far it has come with what somebody said about a record; forward only,
 * and the last word once. The person is told of that. Nobody answers what they said themselves, or what is said of their
 * own record. Safe for use by many threads.
 */
final class AnswerRaised implements Change {
    private static final String STATUS = "status";
    private static final String NOTE = "note";

    private static final Map<String, TaskStatus> STATES = Map.of(
            "received", TaskStatus.RECEIVED,
            "in-progress", TaskStatus.INPROGRESS,
            "completed", TaskStatus.COMPLETED,
            "rejected", TaskStatus.REJECTED);

    private final Parts parts;
    private final RecordIndex index;
    private final ConflictOfInterest conflicts;

    AnswerRaised(Parts parts, RecordIndex index, ConflictOfInterest conflicts) {
        this.parts = parts;
        this.index = index;
        this.conflicts = conflicts;
    }

    @Override
    public String code() {
        return "answer-raised";
    }

    @Override
    public Answer carryOut(Invocation invocation, ResourceWriter resources) {
        TaskStatus status = invocation
                .text(STATUS)
                .flatMap(code -> Optional.ofNullable(STATES.get(code)))
                .orElseThrow(() ->
                        Refusal.invalid(STATUS, "This is one of " + String.join(", ", new TreeSet<>(STATES.keySet()))));
        Optional<String> note = invocation.text(NOTE).isPresent() || RaisedTask.settled(status)
                ? Optional.of(KnownPerson.reason(invocation, NOTE))
                : Optional.empty();
        String id = invocation.text("task").orElseThrow();
        Optional<Raised> raised = parts.queue().find(id);
        if (raised.isEmpty()) {
            return Answer.notThere(Answer.Evidence.NONE);
        }
        String patient = raised.get().patient();
        if (conflicts.exists(raised.get().agentId(), raised.get().agentNumber(), patient, invocation.token())) {
            throw Refusal.unprocessable(
                    "task",
                    IssueType.BUSINESSRULE,
                    "Nobody answers what they said themselves, or what is said of their own record");
        }
        parts.writers().lock(List.of(patient));
        Task task = index.read("Task", id)
                .map(item -> parts.fhir().newJsonParser().parseResource(Task.class, item.content()))
                .map(ResourceWriter::stored)
                .orElseThrow(() -> new IllegalStateException("what was raised has no Task: " + id));
        if (RaisedTask.settled(task.getStatus())) {
            throw Refusal.unprocessable("task", IssueType.BUSINESSRULE, "This was settled already");
        }
        if (!RaisedTask.leads(task.getStatus(), status)) {
            throw Refusal.unprocessable(
                    STATUS,
                    IssueType.BUSINESSRULE,
                    "This is " + task.getStatus().toCode() + " already, and only goes forward");
        }
        advance(task, status, note, invocation, resources);
        return Answer.about(List.of(patient), parts.fhir().newJsonParser().encodeResourceToString(task));
    }

    private void advance(
            Task task, TaskStatus status, Optional<String> note, Invocation invocation, ResourceWriter resources) {
        Instant now = parts.snapshots().load(List.of()).now();
        Caller caller = invocation.token().caller();
        RaisedTask.advance(task, status, ReviewTasks.person(caller.id(), KnownPerson.name(caller)), note, now);
        resources.update(Task.class, task);
        if (RaisedTask.settled(status)) {
            String id = task.getIdElement().getIdPart();
            if (!parts.queue().settle(id, now)) {
                throw Refusal.conflict(409);
            }
            parts.notices()
                    .give(
                            parts.notices()
                                    .answered(
                                            task.getFor().getReferenceElement().getIdPart(),
                                            id,
                                            status == TaskStatus.COMPLETED,
                                            now),
                            resources);
        }
    }
}
