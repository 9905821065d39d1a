package io.candour.enforcement;

import io.candour.consent.fhir.Vocabulary;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.Annotation;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskIntent;
import org.hl7.fhir.r4.model.Task.TaskStatus;

/**
 * What somebody said about a record, as a Task of that record (R4 12.1): requested, received, in progress, then completed
 * or rejected; forward only. {@code Task.output} has the time of each state that came after the first, {@code Task.note}
 * who said so and in which words.
 */
final class RaisedTask {
    private static final String STATUS = "http://hl7.org/fhir/task-status";
    private static final int SETTLED = 3;

    private static final Map<TaskStatus, Integer> STEPS = Map.of(
            TaskStatus.REQUESTED, 0,
            TaskStatus.RECEIVED, 1,
            TaskStatus.INPROGRESS, 2,
            TaskStatus.COMPLETED, SETTLED,
            TaskStatus.REJECTED, SETTLED);

    private RaisedTask() {}

    /** What is said: the codes of {@link Vocabulary#RAISED}. */
    enum Kind {
        /** An entry is wrong. */
        DISPUTE,
        /** Who looked is not known to who asks. */
        ACCESS_QUERY,
        /** Something the record is to say. */
        NOTE;

        String code() {
            return ReviewTasks.code(this);
        }
    }

    /**
     * A new one.
     *
     * @param about what it is said of; empty for nothing in particular
     * @param requester the patient, or the RelatedPerson who acts for them
     */
    static Task of(
            Kind kind, String patient, Optional<Reference> about, Reference requester, String text, Instant now) {
        Task task = new Task();
        task.setStatus(TaskStatus.REQUESTED)
                .setIntent(TaskIntent.PROPOSAL)
                .setCode(concept(Vocabulary.RAISED, kind.code()))
                .setDescription(text)
                .setFor(new Reference("Patient/" + patient))
                .setRequester(requester)
                .setAuthoredOnElement(GrantingConsents.moment(now))
                .setLastModifiedElement(GrantingConsents.moment(now));
        about.ifPresent(task::setFocus);
        return task;
    }

    /** Whether one leads to the other; a state that has no step here leads nowhere. */
    static boolean leads(TaskStatus from, TaskStatus to) {
        return STEPS.getOrDefault(from, SETTLED) < STEPS.getOrDefault(to, 0);
    }

    /** Whether nothing comes after it. */
    static boolean settled(TaskStatus status) {
        return STEPS.getOrDefault(status, SETTLED) == SETTLED;
    }

    /**
     * Takes one further.
     *
     * @param to a state that its present one {@link #leads} to
     * @param note what whoever does so says; where they say nothing the state speaks for itself
     */
    static void advance(Task task, TaskStatus to, Reference by, Optional<String> note, Instant now) {
        task.setStatus(to).setLastModifiedElement(GrantingConsents.moment(now));
        task.addOutput().setType(concept(STATUS, to.toCode())).setValue(GrantingConsents.moment(now));
        task.addNote(new Annotation()
                .setAuthor(by)
                .setTimeElement(GrantingConsents.moment(now))
                .setText(note.orElseGet(() -> plain(to))));
    }

    private static String plain(TaskStatus status) {
        return status == TaskStatus.RECEIVED
                ? "A guardian of records has read this."
                : "Somebody is looking into this.";
    }

    private static CodeableConcept concept(String system, String code) {
        return new CodeableConcept(new Coding(system, code, null));
    }
}
