package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import java.util.Optional;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Parameters;

/**
 * {@code Patient/[id]/$answer-proxy}: yes or no to somebody who asked to act for the patient; said once, by the patient or
 * by staff with the role for it. Safe for use by many threads.
 */
final class AnswerProxy implements Change {
    private final Proxies proxies;
    private final FhirContext fhir;

    AnswerProxy(Proxies proxies, FhirContext fhir) {
        this.proxies = proxies;
        this.fhir = fhir;
    }

    @Override
    public String code() {
        return "answer-proxy";
    }

    @Override
    public Answer carryOut(Invocation invocation, ResourceWriter resources) {
        String id = invocation.text("consent").orElseThrow();
        Optional<Consent> asked =
                proxies.settles(invocation) ? proxies.consent(invocation.patient(), id) : Optional.empty();
        if (asked.isEmpty()) {
            return Answer.notThere(Answer.Evidence.NONE);
        }
        boolean yes = invocation.yes("accept");
        proxies.answer(asked.get(), yes, invocation, resources);
        Parameters answer = new Parameters();
        answer.addParameter().setName("status").setValue(new CodeType(yes ? "active" : "rejected"));
        return Answer.ofGrant(invocation.patient(), id, fhir.newJsonParser().encodeResourceToString(answer));
    }
}
