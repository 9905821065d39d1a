package io.candour.release;

import ca.uhn.fhir.context.FhirContext;
import io.candour.enforcement.Answer;
import io.candour.enforcement.Change;
import io.candour.enforcement.Invocation;
import io.candour.enforcement.Refusal;
import io.candour.enforcement.ResourceWriter;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Parameters;

/**
 * {@code ResearchStudy/$cancel-question}: a guardian stops a question that is being put to the records, on whichever replica.
 * It is then as it was before somebody let it. Safe for use by many threads.
 */
final class CancelQuestion implements Change {
    private final Questions questions;
    private final Running running;
    private final Reports reports;
    private final FhirContext fhir;

    CancelQuestion(Questions questions, Running running, Reports reports, FhirContext fhir) {
        this.questions = questions;
        this.running = running;
        this.reports = reports;
        this.fhir = fhir;
    }

    @Override
    public String code() {
        return "cancel-question";
    }

    @Override
    public Answer carryOut(Invocation invocation, ResourceWriter resources) {
        Optional<Asked> asked = questions.find(invocation.text("question").orElseThrow());
        if (asked.isEmpty()) {
            return Answer.notThere(Answer.Evidence.NONE);
        }
        if (!running.cancel(asked.get().id())) {
            throw Refusal.unprocessable(
                    "question",
                    IssueType.BUSINESSRULE,
                    "This is not being put to the records, or could not be stopped");
        }
        Parameters answer = new Parameters();
        reports.parts(
                answer.addParameter().setName("question"),
                questions.find(asked.get().id()).orElseThrow(),
                true);
        return Answer.about(List.of(), fhir.newJsonParser().encodeResourceToString(answer));
    }
}
