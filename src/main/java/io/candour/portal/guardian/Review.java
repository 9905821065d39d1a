package io.candour.portal.guardian;

import io.candour.portal.form.OwnWords;
import io.candour.portal.form.Problems;
import io.candour.portal.form.Typed;
import io.candour.portal.staff.AccessRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Annotation;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;

/**
 * A record that somebody opened by an emergency or a claim, as {@code Task/$review-queue} tells it.
 *
 * @param id of the Task, which is the right's too
 * @param kind emergency or claim
 * @param patient logical id of whose record it is
 * @param agent who did it, as the log names them
 * @param organisation the code of the organisation they worked for
 * @param reasonCode HL7 v3-ActReason
 * @param until when the right ends by itself
 * @param outcome what a guardian found; empty while nobody has looked
 */
record Review(
        String id,
        String kind,
        String patient,
        String agent,
        String who,
        Optional<String> organisation,
        String reasonCode,
        String reason,
        Optional<Instant> from,
        Optional<Instant> until,
        Optional<String> outcome,
        Optional<String> reviewer,
        Optional<Instant> reviewed,
        Optional<String> note) {
    /** What a guardian can find. */
    static final List<String> OUTCOMES = List.of("justified", "not-justified", "referred");

    /** All that a Bundle holds, in its order. */
    static List<Review> of(Bundle bundle) {
        return bundle.getEntry().stream()
                .map(Bundle.BundleEntryComponent::getResource)
                .filter(Task.class::isInstance)
                .map(Task.class::cast)
                .map(Review::of)
                .toList();
    }

    static Review of(Task task) {
        return new Review(
                task.getIdElement().getIdPart(),
                AccessRequest.code(task.getCode()),
                task.getFor().getReferenceElement().getIdPart(),
                Optional.ofNullable(task.getRequester().getIdentifier().getValue())
                        .orElse(""),
                Optional.ofNullable(task.getRequester().getDisplay()).orElse(""),
                AccessRequest.organisation(task),
                AccessRequest.code(task.getReasonCode()),
                Optional.ofNullable(task.getDescription()).orElse(""),
                AccessRequest.instant(task.getExecutionPeriod().getStart()),
                AccessRequest.instant(task.getExecutionPeriod().getEnd()),
                Optional.of(AccessRequest.code(task.getBusinessStatus())).filter(code -> !code.isEmpty()),
                Optional.ofNullable(task.getOwner().getDisplay()),
                AccessRequest.instant(task.getLastModified()),
                task.getNote().stream().map(Annotation::getText).findFirst());
    }

    public boolean isEmergency() {
        return kind.equals("emergency");
    }

    public boolean isOpen() {
        return outcome.isEmpty();
    }

    /** Whether the right would count at this moment, unless somebody ended it. */
    public boolean runsAt(Instant now) {
        return until.filter(now::isBefore).isPresent();
    }

    /** What {@code $review} takes of the Task that this names; empty, with what is wrong added, if the form is not complete. */
    static Optional<Parameters> read(String task, Typed typed, Problems problems) {
        String outcome = typed.text("outcome");
        if (!OUTCOMES.contains(outcome)) {
            problems.add("outcome", "guardian.problem.outcome");
        }
        boolean said = !typed.text("note").isEmpty();
        if (said) {
            OwnWords.read(typed, "note", "guardian.problem.note", problems);
        }
        if (problems.any()) {
            return Optional.empty();
        }
        Parameters parameters = new Parameters();
        parameters.addParameter().setName("task").setValue(new StringType(task));
        parameters.addParameter().setName("outcome").setValue(new CodeType(outcome));
        if (said) {
            parameters.addParameter().setName("note").setValue(new StringType(typed.text("note")));
        }
        return Optional.of(parameters);
    }
}
