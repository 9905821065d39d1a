package io.candour.portal.staff;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.ParameterComponent;
import org.hl7.fhir.r4.model.Task.TaskOutputComponent;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asked to see and was let see, as {@code Task/$access-requests} tells it.
 *
 * @param id of the Task
 * @param patient logical id of whose record it is
 * @param organisation the code of the organisation that who asked works for
 * @param reasonCode HL7 v3-ActReason
 * @param categories codes of what was asked for
 * @param state asked, lapsed, refused, open, attestation-due or attested
 * @param grant names the right that the yes made
 * @param deleted whether who asked says that no copy is kept; empty while nothing is said
 * @param statement what they say of it
 */
public record AccessRequest(
        String id,
        String patient,
        String who,
        Optional<String> organisation,
        String reasonCode,
        String reason,
        List<String> categories,
        boolean sensitive,
        Optional<Instant> asked,
        Optional<Instant> from,
        Optional<Instant> until,
        String state,
        Optional<String> grant,
        Optional<Boolean> deleted,
        Optional<String> statement) {

    /** All that a Bundle holds, in its order. */
    public static List<AccessRequest> of(Bundle bundle) {
        return bundle.getEntry().stream()
                .map(Bundle.BundleEntryComponent::getResource)
                .filter(Task.class::isInstance)
                .map(Task.class::cast)
                .map(AccessRequest::of)
                .toList();
    }

    static AccessRequest of(Task task) {
        return new AccessRequest(
                task.getIdElement().getIdPart(),
                task.getFor().getReferenceElement().getIdPart(),
                Optional.ofNullable(task.getRequester().getDisplay()).orElse(""),
                organisation(task),
                code(task.getReasonCode()),
                Optional.ofNullable(task.getDescription()).orElse(""),
                inputs(task, "category")
                        .map(each -> each.getValue().primitiveValue())
                        .toList(),
                inputs(task, "sensitive")
                        .anyMatch(each -> "true".equals(each.getValue().primitiveValue())),
                instant(task.getAuthoredOn()),
                instant(task.getExecutionPeriod().getStart()),
                instant(task.getExecutionPeriod().getEnd()),
                code(task.getBusinessStatus()),
                Optional.ofNullable(task.getFocus().getReferenceElement().getIdPart()),
                output(task, "deleted").map("true"::equals),
                output(task, "statement"));
    }

    /** The code of the organisation that who asked works for, as a Task of the API has it. */
    public static Optional<String> organisation(Task task) {
        return task.getRestriction().getRecipient().stream()
                .map(Reference::getIdentifier)
                .flatMap(each -> Optional.ofNullable(each.getValue()).stream())
                .findFirst();
    }

    /** The first code of a concept; empty text where it has none. */
    public static String code(CodeableConcept concept) {
        return concept.getCoding().stream()
                .flatMap(each -> Optional.ofNullable(each.getCode()).stream())
                .findFirst()
                .orElse("");
    }

    /** The moment a resource names, where it does. */
    public static Optional<Instant> instant(@Nullable Date date) {
        return Optional.ofNullable(date).map(Date::toInstant);
    }

    private static Stream<ParameterComponent> inputs(Task task, String name) {
        return task.getInput().stream().filter(each -> named(each.getType(), name));
    }

    private static Optional<String> output(Task task, String name) {
        return task.getOutput().stream()
                .filter(each -> named(each.getType(), name))
                .map(TaskOutputComponent::getValue)
                .flatMap(each -> Optional.ofNullable(each.primitiveValue()).stream())
                .findFirst();
    }

    private static boolean named(CodeableConcept type, String name) {
        return type.getCoding().stream().map(Coding::getCode).anyMatch(name::equals);
    }

    /** Whether the right counts now, and can be ended. */
    public boolean isOpen() {
        return state.equals("open");
    }

    /** Whether who asked has still to say what became of what they saw. */
    public boolean isAttestationDue() {
        return state.equals("attestation-due");
    }
}
