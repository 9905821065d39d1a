package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import io.candour.choice.WriterLocks;
import io.candour.record.RecordItem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.Communication;

/**
 * {@code Patient/[id]/$read-notice}: keeps when a notice was first read, by the person or by who acts for them and may see
 * it, as a new version of it. Asked again, it answers the same and changes nothing. Safe for use by many threads.
 */
final class ReadNotice implements Change {
    private final RecordPath records;
    private final WriterLocks writers;
    private final FhirContext fhir;

    ReadNotice(RecordPath records, WriterLocks writers, FhirContext fhir) {
        this.records = records;
        this.writers = writers;
        this.fhir = fhir;
    }

    @Override
    public String code() {
        return "read-notice";
    }

    @Override
    public Answer carryOut(Invocation invocation, ResourceWriter resources) {
        String patient = invocation.patient();
        String id = invocation.text("notice").orElseThrow();
        // Before it is read: of two who read it at once the second finds it read.
        writers.lock(List.of(patient));
        Verdicts verdicts = records.verdicts(invocation.token());
        verdicts.about(List.of(patient));
        Optional<RecordItem> item = records.find("Communication", id, verdicts)
                .filter(found -> found.facts().patients().equals(List.of(patient)))
                .filter(found -> Notices.isNotice(notice(found), patient));
        if (item.isEmpty()) {
            return Answer.notThere(Answer.about(List.of(patient), "").evidence());
        }
        Communication notice = ResourceWriter.stored(notice(item.get()));
        if (notice.hasReceived()) {
            verdicts.disclose(item.get());
        } else {
            notice.setReceivedElement(GrantingConsents.moment(verdicts.now()));
            resources.update(Communication.class, notice);
        }
        return new Answer(200, fhir.newJsonParser().encodeResourceToString(notice), Map.of(), verdicts.evidence());
    }

    private Communication notice(RecordItem item) {
        return fhir.newJsonParser().parseResource(Communication.class, item.content());
    }
}
