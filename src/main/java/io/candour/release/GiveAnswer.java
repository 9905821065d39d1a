package io.candour.release;

import ca.uhn.fhir.context.FhirContext;
import io.candour.enforcement.Answer;
import io.candour.enforcement.Invocation;
import io.candour.enforcement.Operation;
import java.util.List;
import java.util.Optional;

/**
 * {@code ResearchStudy/$answer}: what was let out, as a MeasureReport, to whose programme asked. Whatever was not let out
 * looks as if it were not there. Safe for use by many threads.
 */
final class GiveAnswer implements Operation {
    private final Questions questions;
    private final Reports reports;
    private final FhirContext fhir;

    GiveAnswer(Questions questions, Reports reports, FhirContext fhir) {
        this.questions = questions;
        this.reports = reports;
        this.fhir = fhir;
    }

    @Override
    public String code() {
        return "answer";
    }

    @Override
    public Answer answer(Invocation invocation) {
        Optional<String> organisation = invocation.token().caller().organisation();
        return questions
                .find(invocation.text("question").orElseThrow())
                .filter(asked ->
                        organisation.equals(Optional.of(asked.recipient())) && asked.state() == Passing.State.RELEASED)
                .map(asked ->
                        Answer.about(List.of(), fhir.newJsonParser().encodeResourceToString(reports.report(asked))))
                .orElseGet(() -> Answer.notThere(Answer.Evidence.NONE));
    }
}
