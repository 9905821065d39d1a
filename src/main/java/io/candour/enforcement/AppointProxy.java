package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import io.candour.consent.CallerKind;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.hl7.fhir.r4.model.Consent.ConsentState;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Reference;

/**
 * {@code Patient/[id]/$appoint-proxy}: the patient lets somebody act for them, or staff with the role for it do so for a
 * child or with a power of attorney; it counts at once. Safe for use by many threads.
 */
final class AppointProxy implements Change {
    private final Proxies proxies;
    private final FhirContext fhir;

    AppointProxy(Proxies proxies, FhirContext fhir) {
        this.proxies = proxies;
        this.fhir = fhir;
    }

    @Override
    public String code() {
        return "appoint-proxy";
    }

    @Override
    public Answer carryOut(Invocation invocation, ResourceWriter resources) {
        if (!proxies.settles(invocation)) {
            return Answer.notThere(Answer.Evidence.NONE);
        }
        LocalDate born = ProxyTerms.day(invocation, "birthDate").orElseThrow();
        ProxyTerms terms =
                ProxyTerms.read(invocation, invocation.text("nhsNumber").orElseThrow(), born, invocation.text("name"));
        proxies.lock(invocation.patient(), terms);
        Instant now = proxies.now();
        Optional<Instant> until = proxies.checks().check(invocation.patient(), terms, invocation.token(), now);
        if (invocation.kind() != CallerKind.PATIENT) {
            proxies.notices().give(proxies.notices().proxyMade(invocation.patient(), now), resources);
        }
        String consent = proxies.keep(invocation.patient(), terms, ConsentState.ACTIVE, until, resources);
        return Answer.ofGrant(invocation.patient(), consent, told(consent));
    }

    private String told(String consent) {
        Parameters answer = new Parameters();
        answer.addParameter().setName("consent").setValue(new Reference(new IdType("Consent", consent)));
        return fhir.newJsonParser().encodeResourceToString(answer);
    }
}
