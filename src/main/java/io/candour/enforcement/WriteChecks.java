package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import io.candour.consent.CallerKind;
import io.candour.consent.fhir.Compilation;
import io.candour.consent.fhir.ConsentCompiler;
import io.candour.identity.Directory;
import io.candour.identity.NhsNumber;
import java.util.List;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;

/** What must hold of a resource before it is stored; each refusal names the element. Safe for use by many threads. */
final class WriteChecks {
    private final FhirContext fhir;
    private final Directory directory;
    private final ConsentCompiler consents;
    private final RecordPath records;

    WriteChecks(FhirContext fhir, Directory directory, ConsentCompiler consents, RecordPath records) {
        this.fhir = fhir;
        this.directory = directory;
        this.consents = consents;
        this.records = records;
    }

    void check(IBaseResource resource, Exchange exchange) {
        if (resource instanceof Patient patient) {
            checkNhsNumber(patient);
        }
        if (resource instanceof Consent consent) {
            checkConsent(consent, exchange);
        }
    }

    /** As {@link #check}; and a choice can't be taken from whom it belongs to. */
    void checkChange(IBaseResource before, IBaseResource after, Exchange exchange) {
        if (before instanceof Consent consent && exchange.caller().kind() != CallerKind.SYSTEM) {
            checkOwn(consent, exchange);
        }
        check(after, exchange);
    }

    private void checkNhsNumber(Patient patient) {
        List<Identifier> identifiers = patient.getIdentifier();
        for (int i = 0; i < identifiers.size(); i++) {
            Identifier identifier = identifiers.get(i);
            String element = "Patient.identifier[" + i + "].value";
            if (!Directory.NHS_NUMBER.equals(identifier.getSystem())) {
                continue;
            }
            if (!identifier.hasValue() || !NhsNumber.isValid(identifier.getValue())) {
                throw Refusal.unprocessable(
                        element, IssueType.VALUE, "This is no NHS number: ten digits of which the last is the check");
            }
            String self = patient.getIdElement().getIdPart();
            directory
                    .find("Patient", Directory.NHS_NUMBER, identifier.getValue())
                    .filter(holder -> !holder.equals(self))
                    .ifPresent(holder -> {
                        throw Refusal.unprocessable(
                                element, IssueType.DUPLICATE, "Another record already holds this NHS number");
                    });
        }
    }

    private void checkConsent(Consent consent, Exchange exchange) {
        if (consent.hasContained()) {
            throw Refusal.unprocessable(
                    "Consent.contained", IssueType.NOTSUPPORTED, "A Consent that contains resources is not enforced");
        }
        if (exchange.caller().kind() != CallerKind.SYSTEM) {
            checkOwn(consent, exchange);
            checkReferences(consent, exchange);
        }
        Compilation compilation = consents.compile(consent);
        if (compilation instanceof Compilation.Refused refused) {
            throw Refusal.unprocessable(
                    refused.element(), IssueType.NOTSUPPORTED, refused.element() + " " + refused.reason());
        }
        if (compilation instanceof Compilation.Authorisation) {
            throw Refusal.unprocessable(
                    "Consent.category", IssueType.NOTSUPPORTED, "Authorising somebody to act is not supported yet");
        }
    }

    private static void checkOwn(Consent consent, Exchange exchange) {
        String own = exchange.caller().patient().map(id -> "Patient/" + id).orElse("");
        String named = consent.getPatient()
                .getReferenceElement()
                .toUnqualifiedVersionless()
                .getValue();
        if (own.isEmpty() || !own.equals(named)) {
            throw Refusal.unprocessable(
                    "Consent.patient",
                    IssueType.BUSINESSRULE,
                    "A patient can only make choices about their own record");
        }
    }

    /** A reference to what the caller may not see fails like one to nothing. */
    private void checkReferences(Consent consent, Exchange exchange) {
        for (var found : fhir.newTerser().getAllResourceReferences(consent)) {
            Reference reference = (Reference) found.getResourceReference();
            String type = reference.getReferenceElement().getResourceType();
            String id = reference.getReferenceElement().getIdPart();
            if (!reference.hasReference()) {
                continue;
            }
            boolean seen = type != null
                    && id != null
                    && !reference.getReference().contains("?")
                    && !reference.getReferenceElement().isAbsolute()
                    && records.find(type, id, records.verdicts(exchange.token()))
                            .isPresent();
            if (!seen) {
                throw Refusal.unprocessable(
                        "Consent." + found.getName(),
                        IssueType.NOTFOUND,
                        "This reference names nothing that you may see");
            }
        }
    }
}
