package io.candour.enforcement;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.ResponseDetails;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import io.candour.choice.Receipt;
import io.candour.consent.fhir.Vocabulary;
import java.util.Date;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.UriType;

/**
 * Puts the receipt into the answer to a saved choice: into the Consent as an extension or, where the client prefers an
 * OperationOutcome ({@code Prefer: return=OperationOutcome}), in its place. The stored Consent never has it.
 */
@Interceptor
public final class ReceiptInterceptor {

    @Hook(Pointcut.SERVER_OUTGOING_RESPONSE)
    public void answering(RequestDetails details, ResponseDetails response) {
        if (!(details instanceof ServletRequestDetails servlet)) {
            return;
        }
        Optional<Receipt> receipt = Exchange.of(servlet.getServletRequest()).flatMap(Exchange::receipt);
        IBaseResource resource = response.getResponseResource();
        if (receipt.isPresent() && resource instanceof Consent consent) {
            Consent answer = consent.copy();
            answer.addExtension(extension(receipt.get()));
            response.setResponseResource(answer);
        } else if (receipt.isPresent() && resource instanceof OperationOutcome) {
            response.setResponseResource(outcome(receipt.get()));
        }
    }

    /** Takes a receipt that a client sends back out of what is to be stored. */
    static void strip(IBaseResource resource) {
        if (resource instanceof Consent consent) {
            consent.getExtension().removeIf(each -> Vocabulary.RECEIPT.equals(each.getUrl()));
        }
    }

    private static Extension extension(Receipt receipt) {
        Extension extension = new Extension(Vocabulary.RECEIPT);
        // HAPI writes a Reference without its version.
        extension.addExtension("reference", new UriType(receipt.reference()));
        receipt.changed().forEach(words -> extension.addExtension("changed", new StringType(words)));
        receipt.from().ifPresent(from -> extension.addExtension("from", new InstantType(Date.from(from))));
        receipt.supersedes().forEach(each -> extension.addExtension("supersedes", new UriType(each)));
        receipt.warnings().forEach(words -> extension.addExtension("warning", new StringType(words)));
        return extension;
    }

    private static OperationOutcome outcome(Receipt receipt) {
        OperationOutcome outcome = new OperationOutcome();
        say(outcome, IssueSeverity.INFORMATION, "Saved as " + receipt.reference());
        receipt.changed().forEach(words -> say(outcome, IssueSeverity.INFORMATION, words));
        receipt.from()
                .ifPresent(from -> say(
                        outcome,
                        IssueSeverity.INFORMATION,
                        "This holds from " + new InstantType(Date.from(from)).getValueAsString()));
        receipt.supersedes()
                .forEach(each -> say(outcome, IssueSeverity.INFORMATION, "This takes the place of " + each));
        receipt.warnings().forEach(words -> say(outcome, IssueSeverity.WARNING, words));
        return outcome;
    }

    private static void say(OperationOutcome outcome, IssueSeverity severity, String words) {
        outcome.addIssue()
                .setSeverity(severity)
                .setCode(severity == IssueSeverity.WARNING ? IssueType.BUSINESSRULE : IssueType.INFORMATIONAL)
                .getDetails()
                .setText(words);
    }
}
