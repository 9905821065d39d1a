package io.candour.enforcement;

import io.candour.access.RaisedQueue;
import io.candour.identity.Directory;
import io.candour.identity.NhsNumber;
import java.util.List;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Task;

/** What must hold of a resource before it is stored; each refusal names the element. Safe for use by many threads. */
final class WriteChecks {
    private final Directory directory;
    private final ConsentChecks consents;
    private final RaisedQueue raised;
    private final Shapes shapes;

    WriteChecks(Directory directory, ConsentChecks consents, RaisedQueue raised, Shapes shapes) {
        this.directory = directory;
        this.consents = consents;
        this.raised = raised;
        this.shapes = shapes;
    }

    void check(IBaseResource resource, Exchange exchange) {
        if (exchange.asked().interaction() == Interaction.OPERATION) {
            // An operation makes what it stores, out of what it has checked.
            return;
        }
        if (resource instanceof Patient patient) {
            checkNhsNumber(patient);
            shapes.check(patient);
        }
        if (resource instanceof Consent consent && alone(exchange)) {
            consents.check(consent, exchange.token());
        }
    }

    void checkChange(IBaseResource before, IBaseResource after, Exchange exchange) {
        if (exchange.asked().interaction() == Interaction.OPERATION) {
            return;
        }
        checkNotRaised(before);
        if (before instanceof Consent was && after instanceof Consent consent) {
            if (alone(exchange)) {
                consents.checkChange(was, consent, exchange.token());
            }
        } else {
            check(after, exchange);
        }
    }

    /** What somebody said about a record stays as they said it. */
    void checkNotRaised(IBaseResource stored) {
        if (stored instanceof Task task
                && raised.find(task.getIdElement().getIdPart()).isPresent()) {
            throw Refusal.unprocessable(
                    "Task",
                    IssueType.BUSINESSRULE,
                    "What somebody said about a record is answered by $answer-raised and not written otherwise");
        }
    }

    /** Of a Consent in a bundle the references do not stand yet; it is checked at the commit. */
    private static boolean alone(Exchange exchange) {
        return exchange.asked().interaction() != Interaction.BUNDLE;
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
}
