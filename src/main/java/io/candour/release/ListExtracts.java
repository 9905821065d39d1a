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
 * {@code ResearchStudy/$extracts}: what was asked for and where it stands, newest first. A guardian sees what waits to be let
 * out; an auditor and the researchers of an organisation what was, the latter of their own organisation's alone. Safe for
 * use by many threads.
 */
final class ListExtracts implements Operation {
    private static final int DEFAULT_COUNT = 50;
    private static final int MAX_COUNT = 500;

    private final Extracts extracts;
    private final FhirContext fhir;

    ListExtracts(Extracts extracts, FhirContext fhir) {
        this.extracts = extracts;
        this.fhir = fhir;
    }

    @Override
    public String code() {
        return "extracts";
    }

    @Override
    public Answer answer(Invocation invocation) {
        boolean researcher = invocation.kind() == CallerKind.RESEARCHER;
        Optional<String> organisation = invocation.token().caller().organisation();
        int count = invocation.count(DEFAULT_COUNT, MAX_COUNT);
        List<Extract> found = researcher && organisation.isEmpty()
                ? List.of()
                : extracts.latest(researcher ? organisation : Optional.empty(), count);
        Parameters answer = new Parameters();
        found.forEach(each -> ExtractTasks.parts(
                answer.addParameter().setName("extract"), each, invocation.kind() == CallerKind.GUARDIAN));
        return Answer.about(List.of(), fhir.newJsonParser().encodeResourceToString(answer));
    }
}
