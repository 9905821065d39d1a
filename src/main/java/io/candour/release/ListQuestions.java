package io.candour.release;

import ca.uhn.fhir.context.FhirContext;
import io.candour.consent.CallerKind;
import io.candour.enforcement.Answer;
import io.candour.enforcement.Invocation;
import io.candour.enforcement.Operation;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Parameters;

/**
 * {@code ResearchStudy/$questions}: what was asked and where it stands, newest first. A guardian sees also answers that
 * wait to be let out; an auditor and the researchers of an organisation those that were, the latter of their own
 * organisation's alone. Safe for use by many threads.
 */
final class ListQuestions implements Operation {
    private static final int DEFAULT_COUNT = 50;
    private static final int MAX_COUNT = 500;

    private final Questions questions;
    private final Reports reports;
    private final FhirContext fhir;

    ListQuestions(Questions questions, Reports reports, FhirContext fhir) {
        this.questions = questions;
        this.reports = reports;
        this.fhir = fhir;
    }

    @Override
    public String code() {
        return "questions";
    }

    @Override
    public Answer answer(Invocation invocation) {
        boolean researcher = invocation.kind() == CallerKind.RESEARCHER;
        Optional<String> organisation = invocation.token().caller().organisation();
        int count = invocation.count(DEFAULT_COUNT, MAX_COUNT);
        List<Asked> asked = researcher && organisation.isEmpty()
                ? List.of()
                : questions.latest(researcher ? organisation : Optional.empty(), count);
        Parameters answer = new Parameters();
        asked.forEach(each -> reports.parts(
                answer.addParameter().setName("question"), each, invocation.kind() == CallerKind.GUARDIAN));
        return Answer.about(List.of(), fhir.newJsonParser().encodeResourceToString(answer));
    }
}
