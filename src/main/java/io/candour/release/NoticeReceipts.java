package io.candour.release;

import ca.uhn.fhir.context.FhirContext;
import io.candour.enforcement.Answer;
import io.candour.enforcement.Invocation;
import io.candour.enforcement.Operation;
import io.candour.release.Programme.Outcome;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;

/**
 * {@code ResearchStudy/$notice-receipts}: how many people have read the notice of each programme that was let in, of how
 * many; for guardian and auditor. Who has is nobody's but their own. Safe for use by many threads.
 */
final class NoticeReceipts implements Operation {
    private final Programmes programmes;
    private final NoticesRead notices;
    private final FhirContext fhir;

    NoticeReceipts(Programmes programmes, NoticesRead notices, FhirContext fhir) {
        this.programmes = programmes;
        this.notices = notices;
        this.fhir = fhir;
    }

    @Override
    public String code() {
        return "notice-receipts";
    }

    @Override
    public Answer answer(Invocation invocation) {
        Map<String, Integer> counts = notices.counts();
        int people = notices.people();
        Parameters answer = new Parameters();
        programmes.all().stream()
                .filter(each -> each.decision(Outcome.APPROVED).isPresent())
                .forEach(each -> {
                    ParametersParameterComponent part = answer.addParameter().setName("receipts");
                    part.addPart().setName("programme").setValue(new Reference("ResearchStudy/" + each.id()));
                    part.addPart().setName("people").setValue(new IntegerType(people));
                    part.addPart().setName("read").setValue(new IntegerType(counts.getOrDefault(each.id(), 0)));
                });
        return Answer.about(List.of(), fhir.newJsonParser().encodeResourceToString(answer));
    }
}
