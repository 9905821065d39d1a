package io.candour.portal.guardian;

import io.candour.portal.Fhir;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Parameters;

/**
 * How many people have said that they read the notice of a programme that was let in, as {@code
 * ResearchStudy/$notice-receipts} tells it. Who has is told to nobody.
 *
 * @param programme its logical id
 * @param people how many could read it
 */
record Receipts(String programme, long read, long people) {

    /** Of every programme that was let in, newest first. */
    static List<Receipts> all(Fhir fhir) {
        return of(fhir.get(Parameters.class, "ResearchStudy/$notice-receipts"));
    }

    /** Of this programme; empty where it was never let in. */
    static Optional<Receipts> find(String programme, Fhir fhir) {
        return all(fhir).stream()
                .filter(each -> each.programme().equals(programme))
                .findFirst();
    }

    static List<Receipts> of(Parameters answer) {
        return Part.of(answer, "receipts")
                .map(part -> new Receipts(
                        part.references("programme")
                                .findFirst()
                                .map(each -> each.getReferenceElement().getIdPart())
                                .orElse(""),
                        part.number("read"),
                        part.number("people")))
                .toList();
    }
}
