package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import io.candour.choice.ChoiceJournal;
import io.candour.enforcement.WriteSet.Kind;
import java.util.List;
import org.hl7.fhir.r4.model.Consent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Keeps the Consents that a transaction writes outside the database as well. Safe for use by many threads. */
final class JournalledConsents {
    private static final Logger LOGGER = LoggerFactory.getLogger(JournalledConsents.class);

    private final ChoiceJournal journal;
    private final FhirContext fhir;

    JournalledConsents(ChoiceJournal journal, FhirContext fhir) {
        this.journal = journal;
        this.fhir = fhir;
    }

    /** The last thing before the commit; without it there is none. Returns what to confirm. */
    List<Long> note(WriteSet set) {
        return set.writes().values().stream()
                .filter(write -> write.kind() != Kind.DELETED)
                .map(WriteSet.Write::resource)
                .filter(Consent.class::isInstance)
                .map(resource -> journal.note(
                        resource.getIdElement().getIdPart(),
                        resource.getIdElement().getVersionIdPartAsLong(),
                        fhir.newJsonParser().encodeResourceToString(resource)))
                .toList();
    }

    /** It was committed. A note that can't be confirmed is replayed after a restore all the same. */
    void confirm(List<Long> notes) {
        if (notes.isEmpty()) {
            return;
        }
        try {
            journal.confirm(notes);
        } catch (DataAccessException e) {
            LOGGER.warn("Notes {} of the journal of choices stay unconfirmed: {}", notes, Failures.describe(e));
        }
    }
}
