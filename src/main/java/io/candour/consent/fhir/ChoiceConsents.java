package io.candour.consent.fhir;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentState;
import org.hl7.fhir.r4.model.Reference;

/**
 * Writes the R4 Consent of an answer, in the shape of IHE's Privacy Consent on FHIR with the choice as a second category.
 * What {@link ConsentCompiler} makes of it is the answer again: the same choice, the same rule.
 */
public final class ChoiceConsents {
    private ChoiceConsents() {}

    /** An active Consent without id, to be sent as it is. */
    public static Consent of(ChoiceAnswer answer) {
        Consent consent = new Consent();
        consent.setStatus(ConsentState.ACTIVE);
        consent.setScope(concept(Vocabulary.CONSENT_SCOPE, "patient-privacy"));
        consent.addCategory(concept(Vocabulary.LOINC, "59284-0"));
        consent.addCategory(concept(Vocabulary.CHOICE, answer.choice().code()));
        consent.setPatient(new Reference("Patient/" + answer.patient()));
        consent.setDateTimeElement(ProvisionWriter.moment(answer.given()));
        consent.addPerformer(ProvisionWriter.reference(answer.by()));
        answer.custodian().map(ProvisionWriter::reference).ifPresent(consent::addOrganization);
        consent.setSource(new Attachment()
                .setContentType("text/plain; charset=utf-8")
                .setData(answer.shown().getBytes(UTF_8)));
        consent.addPolicy().setUri(answer.terms());
        answer.overridable()
                .ifPresent(value -> consent.addExtension(Vocabulary.EMERGENCY_OVERRIDE, new BooleanType(value)));
        consent.setProvision(
                ProvisionWriter.write(answer.rule(), answer.choice().purposes()));
        return consent;
    }

    private static CodeableConcept concept(String system, String code) {
        return new CodeableConcept(new Coding(system, code, null));
    }
}
