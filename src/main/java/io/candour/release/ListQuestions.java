package io.candour.release;

import ca.uhn.fhir.context.FhirContext;
import io.candour.consent.CallerKind;
import io.candour.enforcement.Answer;
import io.candour.enforcement.Invocation;
import io.candour.enforcement.Operation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;

/**
 * {@code ResearchStudy/$questions}: what was asked and where it stands, newest first. A guardian sees also answers that
 * wait to be let out, and how far a question is that is being put to the records; an auditor and the researchers of an organisation those that were, the latter of their own
 * organisation's alone. Safe for use by many threads.
 */
final class ListQuestions implements Operation {
    private static final int DEFAULT_COUNT = 50;
    private static final int MAX_COUNT = 500;

    private final Questions questions;
    private final Running running;
    private final Reports reports;
    private final FhirContext fhir;

    ListQuestions(Questions questions, Running running, Reports reports, FhirContext fhir) {
        this.questions = questions;
        this.running = running;
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
        boolean guardian = invocation.kind() == CallerKind.GUARDIAN;
        Map<String, Integer> progress = guardian ? running.all() : Map.of();
        Parameters answer = new Parameters();
        asked.forEach(each -> {
            ParametersParameterComponent part = answer.addParameter().setName("question");
            reports.parts(part, each, guardian);
            Optional.ofNullable(progress.get(each.id()))
                    .ifPresent(hundredths -> part.addPart().setName("progress").setValue(new IntegerType(hundredths)));
        });
        return Answer.about(List.of(), fhir.newJsonParser().encodeResourceToString(answer));
    }
}
