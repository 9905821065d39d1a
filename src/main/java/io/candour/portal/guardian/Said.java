package io.candour.portal.guardian;

import io.candour.portal.form.OwnWords;
import io.candour.portal.form.Problems;
import io.candour.portal.form.Typed;
import io.candour.portal.staff.AccessRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Annotation;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskOutputComponent;

/**
 * What somebody said about a record, as {@code Task/$raised} tells it.
 *
 * @param kind dispute, access-query or note
 * @param state requested, received, in-progress, completed or rejected
 * @param patient logical id of whose record it is about
 * @param who said it; empty where that is not told
 * @param aboutType the type of the resource it is about; empty for nothing in particular
 * @param aboutId its id
 * @param text in their words; empty for who is not shown them
 */
record Said(
        String id,
        String kind,
        String state,
        String patient,
        String who,
        String aboutType,
        String aboutId,
        Optional<String> text,
        Optional<Instant> at,
        List<Step> steps) {
    private static final List<String> ORDER = List.of("requested", "received", "in-progress", "completed", "rejected");
    private static final List<String> LAST = List.of("completed", "rejected");

    /** How far it has come: who said so, when and in which words. */
    record Step(String state, Optional<Instant> at, Optional<String> who, Optional<String> words) {}

    /** All that a Bundle holds, in its order. */
    static List<Said> of(Bundle bundle) {
        return bundle.getEntry().stream()
                .map(Bundle.BundleEntryComponent::getResource)
                .filter(Task.class::isInstance)
                .map(Task.class::cast)
                .map(Said::of)
                .toList();
    }

    static Said of(Task task) {
        Reference focus = task.getFocus();
        boolean named = focus.hasReference();
        return new Said(
                task.getIdElement().getIdPart(),
                AccessRequest.code(task.getCode()),
                task.hasStatus() ? task.getStatus().toCode() : "",
                task.getFor().getReferenceElement().getIdPart(),
                Optional.ofNullable(task.getRequester().getDisplay()).orElse(""),
                Optional.ofNullable(named ? focus.getReferenceElement().getResourceType() : focus.getType())
                        .orElse(""),
                Optional.ofNullable(
                                named
                                        ? focus.getReferenceElement().getIdPart()
                                        : focus.getIdentifier().getValue())
                        .orElse(""),
                Optional.ofNullable(task.getDescription()),
                AccessRequest.instant(task.getAuthoredOn()),
                steps(task));
    }

    /** The API writes one note beside each state; an auditor gets the states alone. */
    private static List<Step> steps(Task task) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < task.getOutput().size(); i++) {
            TaskOutputComponent output = task.getOutput().get(i);
            Optional<Annotation> note =
                    i < task.getNote().size() ? Optional.of(task.getNote().get(i)) : Optional.empty();
            steps.add(new Step(
                    AccessRequest.code(output.getType()),
                    output.getValue() instanceof DateTimeType time
                            ? AccessRequest.instant(time.getValue())
                            : Optional.empty(),
                    note.filter(Annotation::hasAuthorReference)
                            .flatMap(each -> Optional.ofNullable(
                                    each.getAuthorReference().getDisplay())),
                    note.flatMap(each -> Optional.ofNullable(each.getText()))));
        }
        return List.copyOf(steps);
    }

    /** Whether nothing comes after it. */
    public boolean isSettled() {
        return LAST.contains(state);
    }

    /** What can be said of it now: forward only. */
    public List<String> next() {
        int at = ORDER.indexOf(state);
        return isSettled() || at < 0 ? List.of() : ORDER.subList(at + 1, ORDER.size());
    }

    /** Whether it asks about a row of the access log. */
    public boolean isAboutAccess() {
        return aboutType.equals("AuditEvent");
    }

    /** What {@code $answer-raised} takes; empty, with what is wrong added, where the form is not complete. */
    Optional<Parameters> read(Typed typed, Problems problems) {
        String status = typed.text("status");
        if (!next().contains(status)) {
            problems.add("status", "guardian.problem.status");
        }
        boolean said = !typed.text("note").isEmpty();
        if (said || LAST.contains(status)) {
            OwnWords.read(typed, "note", "guardian.problem.answer", problems);
        }
        if (problems.any()) {
            return Optional.empty();
        }
        Parameters parameters = new Parameters();
        parameters.addParameter().setName("task").setValue(new StringType(id));
        parameters.addParameter().setName("status").setValue(new CodeType(status));
        if (said) {
            parameters.addParameter().setName("note").setValue(new StringType(typed.text("note")));
        }
        return Optional.of(parameters);
    }
}
