package io.candour.release;

import ca.uhn.fhir.context.FhirContext;
import io.candour.choice.SnapshotStore;
import io.candour.consent.Caller;
import io.candour.enforcement.Answer;
import io.candour.enforcement.Change;
import io.candour.enforcement.Invocation;
import io.candour.enforcement.Refusal;
import io.candour.enforcement.ResourceWriter;
import io.candour.release.Erasure.Answered;
import io.candour.release.Erasure.Outcome;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/**
 * {@code Task/$answer-erasure}: a recipient attests that it has erased somebody's data, or says why it does not. Once: whom
 * it is about reads it. Safe for use by many threads.
 */
final class AnswerErasure implements Change {
    private static final int LONGEST = 1_000;

    private final Erasures erasures;
    private final ErasureTasks tasks;
    private final SnapshotStore clock;
    private final FhirContext fhir;

    AnswerErasure(Erasures erasures, ErasureTasks tasks, SnapshotStore clock, FhirContext fhir) {
        this.erasures = erasures;
        this.tasks = tasks;
        this.clock = clock;
        this.fhir = fhir;
    }

    @Override
    public String code() {
        return "answer-erasure";
    }

    @Override
    public Answer carryOut(Invocation invocation, ResourceWriter resources) {
        Outcome outcome = Arrays.stream(Outcome.values())
                .filter(each -> invocation
                        .text("outcome")
                        .equals(Optional.of(each.name().toLowerCase(Locale.ROOT))))
                .findFirst()
                .orElseThrow(() -> Refusal.invalid("outcome", "An outcome is erased or refused"));
        String statement = invocation.words("statement", "A statement", LONGEST);
        Caller caller = invocation.token().caller();
        Optional<Erasure> found = erasures.find(invocation.text("task").orElseThrow())
                .filter(each -> caller.organisation().equals(Optional.of(each.recipient())));
        if (found.isEmpty()) {
            return Answer.notThere(Answer.Evidence.NONE);
        }
        Erasure erasure = found.get();
        Answered answered =
                new Answered(outcome, clock.load(List.of()).now(), caller.id(), Words.name(caller), statement);
        if (!erasures.answer(erasure.id(), answered)) {
            throw Refusal.unprocessable("task", IssueType.BUSINESSRULE, "This was answered already");
        }
        Erasure after = erasures.find(erasure.id()).orElseThrow();
        return Answer.about(
                List.of(erasure.patient()), fhir.newJsonParser().encodeResourceToString(tasks.task(after, false)));
    }
}
