package io.candour.enforcement;

import io.candour.consent.Caller;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.Consent.ConsentState;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/**
 * {@code Patient/$request-proxy}: somebody asks to act for a person whom they name by NHS number and birth date. That
 * person, if there is one, finds a proposed Consent and a notice; the answer is the same whether or not there is. Safe for
 * use by many threads.
 */
final class RequestProxy implements Change {
    /** Fixed, so that it tells nobody whether the person is known here (I5). */
    static final String ASKED = "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"information\","
            + "\"code\":\"informational\",\"diagnostics\":\"If this person has a record here, they have been asked\"}]}";

    /** Many times what it takes to ask somebody. */
    static final Duration BEAT = Duration.ofMillis(500);

    private final Proxies proxies;
    private final KnownPerson people;

    RequestProxy(Proxies proxies, KnownPerson people) {
        this.proxies = proxies;
        this.people = people;
    }

    @Override
    public String code() {
        return "request-proxy";
    }

    @Override
    public Duration beat() {
        return BEAT;
    }

    @Override
    public void admit(Invocation invocation, Exchange exchange) {
        if (invocation.token().nhsNumber().isEmpty()) {
            throw Refusal.forbidden("Only somebody with an NHS number can ask to act for another");
        }
        if (invocation.token().nhsNumber().equals(invocation.text(KnownPerson.NUMBER))) {
            throw Refusal.unprocessable(KnownPerson.NUMBER, IssueType.BUSINESSRULE, "Nobody acts for themselves");
        }
        terms(invocation);
        people.admit(invocation, exchange);
    }

    /** Who asks is known here, or their age could not be told. */
    private ProxyTerms terms(Invocation invocation) {
        Caller caller = invocation.token().caller();
        LocalDate born = caller.patient()
                .flatMap(proxies.checks()::patient)
                .map(own -> own.getBirthDateElement().getValueAsString())
                .filter(date -> date.length() == 10)
                .map(LocalDate::parse)
                .orElseThrow(() -> Refusal.forbidden("Only somebody whose birth date is known here can ask to act"));
        return ProxyTerms.read(
                invocation, invocation.token().nhsNumber().orElseThrow(), born, Optional.of(caller.name()));
    }

    @Override
    public Answer carryOut(Invocation invocation, ResourceWriter resources) {
        Optional<String> patient = people.find(invocation);
        if (patient.isEmpty()) {
            return new Answer(200, ASKED, Map.of(), Answer.Evidence.NONE);
        }
        ProxyTerms terms = terms(invocation);
        proxies.lock(patient.get(), terms);
        if (proxies.waits(patient.get(), terms.number())) {
            return Answer.about(List.of(patient.get()), ASKED);
        }
        String consent = proxies.keep(patient.get(), terms, ConsentState.PROPOSED, Optional.empty(), resources);
        proxies.notices()
                .give(
                        proxies.notices()
                                .proxyAsked(
                                        patient.get(),
                                        KnownPerson.name(invocation.token().caller()),
                                        proxies.now()),
                        resources);
        return Answer.ofGrant(patient.get(), consent, ASKED);
    }
}
