package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import io.candour.consent.Directive;
import io.candour.consent.fhir.PlainWords;
import io.candour.identity.Directory;
import io.candour.record.RecordIndex;
import java.time.ZoneId;
import java.util.List;
import org.hl7.fhir.r4.model.Consent;

/** A patient's Consents in plain words, with what they name called as people call it. Safe for use by many threads. */
final class SpokenChoices {
    private final RecordIndex index;
    private final Directory directory;
    private final FhirContext fhir;
    private final ZoneId zone;

    SpokenChoices(RecordIndex index, Directory directory, FhirContext fhir, ZoneId zone) {
        this.index = index;
        this.directory = directory;
        this.fhir = fhir;
        this.zone = zone;
    }

    /** What a stored Consent of this patient says, a sentence each. */
    List<String> words(String patient, Directive directive) {
        Consent written = index.read("Consent", directive.consent())
                .map(item -> fhir.newJsonParser().parseResource(Consent.class, item.content()))
                .orElseGet(Consent::new);
        return words(patient, directive, written);
    }

    /** What a Consent of this patient says that need not be stored. */
    List<String> words(String patient, Directive directive, Consent written) {
        return new PlainWords(new Names(fhir, index, directory, written, patient), zone).of(directive);
    }
}
