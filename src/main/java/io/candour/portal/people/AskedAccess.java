package io.candour.portal.people;

import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Type;

/**
 * Staff who ask to see something of the record for a time, as a Task tells it.
 *
 * @param organisation ODS code of whom they ask for
 * @param reasonCode a code of v3-ActReason
 * @param grant the id by which a yes is ended before its time; empty where there is none
 * @param until when a yes ends or ended
 * @param deleted whether they say that they keep no copy; empty as long as they say nothing
 * @param statement what they say became of what they saw
 */
record AskedAccess(
        String id,
        State state,
        String who,
        Optional<String> organisation,
        String reason,
        String reasonCode,
        List<String> categories,
        boolean sensitive,
        int days,
        Optional<Instant> asked,
        Optional<String> grant,
        Optional<Instant> until,
        Optional<Boolean> deleted,
        Optional<String> statement) {
    private static final Set<String> TOLD = Set.of("TREAT", "CAREMGT", "COC");

    AskedAccess {
        categories = List.copyOf(categories);
    }

    /** Where it stands. */
    enum State {
        ASKED,
        LAPSED,
        REFUSED,
        OPEN,
        ATTESTATION_DUE,
        ATTESTED;

        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Optional<State> byCode(String code) {
            return Arrays.stream(values())
                    .filter(each -> each.code().equals(code))
                    .findFirst();
        }
    }

    /** The reason's code, where people are told of it, else {@code other}. */
    public String purpose() {
        return TOLD.contains(reasonCode) ? reasonCode : "other";
    }

    /** Empty for a Task that is no such request. */
    static Optional<AskedAccess> of(Task task) {
        return Optional.ofNullable(task.getBusinessStatus().getCodingFirstRep().getCode())
                .flatMap(State::byCode)
                .map(state -> new AskedAccess(
                        task.getIdElement().getIdPart(),
                        state,
                        Optional.ofNullable(task.getRequester().getDisplay()).orElse(""),
                        task.getRestriction().getRecipient().stream()
                                .flatMap(each ->
                                        Stream.ofNullable(each.getIdentifier().getValue()))
                                .findFirst(),
                        Optional.ofNullable(task.getDescription()).orElse(""),
                        Optional.ofNullable(
                                        task.getReasonCode().getCodingFirstRep().getCode())
                                .orElse(""),
                        input(task, "category").map(Type::primitiveValue).toList(),
                        input(task, "sensitive").anyMatch(each -> "true".equals(each.primitiveValue())),
                        input(task, "days")
                                .filter(IntegerType.class::isInstance)
                                .mapToInt(each -> ((IntegerType) each).getValue())
                                .findFirst()
                                .orElse(0),
                        Optional.ofNullable(task.getAuthoredOn()).map(Date::toInstant),
                        Optional.ofNullable(
                                task.getFocus().getReferenceElement().getIdPart()),
                        Optional.ofNullable(task.getExecutionPeriod().getEnd()).map(Date::toInstant),
                        output(task, "deleted")
                                .map(each -> "true".equals(each.primitiveValue()))
                                .findFirst(),
                        output(task, "statement").map(Type::primitiveValue).findFirst()));
    }

    private static Stream<Type> input(Task task, String name) {
        return task.getInput().stream()
                .filter(each -> name.equals(each.getType().getCodingFirstRep().getCode()))
                .map(Task.ParameterComponent::getValue);
    }

    private static Stream<Type> output(Task task, String name) {
        return task.getOutput().stream()
                .filter(each -> name.equals(each.getType().getCodingFirstRep().getCode()))
                .map(Task.TaskOutputComponent::getValue);
    }
}
