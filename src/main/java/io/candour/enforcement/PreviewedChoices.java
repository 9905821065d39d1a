package io.candour.enforcement;

import io.candour.choice.Choices;
import io.candour.choice.KeptConsent;
import io.candour.consent.Basis.ByConsent;
import io.candour.consent.Directive;
import io.candour.consent.Snapshot;
import io.candour.consent.fhir.ConsentCompiler;
import java.time.Instant;
import java.util.List;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.IdType;

/** A patient's choices as they would stand if one more Consent were saved; nothing is. Safe for use by many threads. */
final class PreviewedChoices {
    /** No stored resource has this version. */
    private static final String UNSAVED = "0";

    private final ConsentChecks checks;
    private final ConsentWrites writes;
    private final Choices choices;

    PreviewedChoices(ConsentChecks checks, ConsentWrites writes, Choices choices) {
        this.checks = checks;
        this.writes = writes;
        this.choices = choices;
    }

    /** @throws ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException as saving it would */
    Snapshot with(Consent consent, Snapshot standing, Invocation invocation, Instant now) {
        checks.check(consent, invocation.token());
        Consent unsaved = consent.copy();
        List<KeptConsent> before = choices.of(standing.patient());
        boolean stored = before.stream()
                .anyMatch(each -> each.consent().equals(consent.getIdElement().getIdPart()));
        unsaved.setIdElement(
                new IdType("Consent", stored ? consent.getIdElement().getIdPart() : ConsentCompiler.NEW, UNSAVED));
        unsaved.getMeta().setVersionId(UNSAVED);
        List<Directive> counting = Choices.after(before, writes.kept(unsaved, standing.patient(), now)).stream()
                .filter(KeptConsent::counts)
                .flatMap(each -> each.directive().stream())
                .toList();
        return new Snapshot(standing.patient(), standing.version(), counting, standing.relationships());
    }

    /** Whether it is the Consent that was handed in. */
    static boolean unsaved(ByConsent basis) {
        return basis.version().equals(UNSAVED);
    }
}
