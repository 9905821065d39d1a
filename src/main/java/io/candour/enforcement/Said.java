package io.candour.enforcement;

import io.candour.consent.fhir.LocalReferences;
import io.candour.consent.fhir.Vocabulary;
import io.candour.enforcement.RaisedTask.Kind;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Reference;

/**
 * What somebody says about a record, as {@code $raise} was asked.
 *
 * @param about {@code Type/id} of what it is said of; empty for nothing in particular
 */
record Said(Kind kind, Optional<String> about, String text) {
    static final String ABOUT = "about";

    private static final String KIND = "kind";
    private static final String LOG = "AuditEvent/";
    private static final int LONGEST = 2_000;

    /** @throws ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException naming the parameter */
    static Said read(Invocation invocation, LocalReferences references) {
        Kind kind = invocation
                .text(KIND)
                .flatMap(Said::kind)
                .orElseThrow(() -> Refusal.invalid(
                        KIND,
                        "This is one of "
                                + Arrays.stream(Kind.values()).map(Kind::code).collect(Collectors.joining(", "))));
        Optional<Reference> given = invocation.arguments().one(ABOUT, Reference.class);
        if (given.isEmpty() && kind != Kind.NOTE) {
            throw Refusal.invalid(
                    ABOUT,
                    kind == Kind.DISPUTE
                            ? "A dispute names the entry that is wrong"
                            : "A question about who looked names the row of the access log, as AuditEvent/[id]");
        }
        String text = invocation.words("text", "What is said", LONGEST);
        Optional<String> about = given.map(reference -> Optional.ofNullable(reference.getReference())
                .flatMap(references::local)
                .filter(local -> local.startsWith(LOG) == (kind == Kind.ACCESS_QUERY))
                .orElseThrow(Said::nothingThere));
        return new Said(kind, about, text);
    }

    private static Optional<Kind> kind(String code) {
        return Arrays.stream(Kind.values())
                .filter(each -> each.code().equals(code))
                .findFirst();
    }

    /** Of what is not there, what is another's, and what the caller may not see. */
    static RuntimeException nothingThere() {
        return Refusal.unprocessable(ABOUT, IssueType.NOTFOUND, "This reference names nothing that you may see");
    }

    String type() {
        return new IdType(about.orElseThrow()).getResourceType();
    }

    String id() {
        return new IdType(about.orElseThrow()).getIdPart();
    }

    /** Rows of the log are no stored resources, so one is named by its identifier (R4 2.3.0.2 'Logical references'). */
    Optional<Reference> focus() {
        return about.map(reference -> kind == Kind.ACCESS_QUERY
                ? new Reference()
                        .setType("AuditEvent")
                        .setIdentifier(new Identifier()
                                .setSystem(Vocabulary.ACCESS_RECORD)
                                .setValue(id()))
                : new Reference(reference));
    }
}
