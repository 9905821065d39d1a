package io.candour.release;

import ca.uhn.fhir.context.FhirContext;
import io.candour.choice.SnapshotStore;
import io.candour.enforcement.Answer;
import io.candour.enforcement.Change;
import io.candour.enforcement.Invocation;
import io.candour.enforcement.ResourceWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Parameters;

/**
 * {@code Patient/[id]/$read-programme-notice}: keeps when a person first read the notice of a programme. Asked again, it
 * answers the same and changes nothing. Safe for use by many threads.
 */
final class ReadProgrammeNotice implements Change {
    private final Programmes programmes;
    private final NoticesRead notices;
    private final SnapshotStore clock;
    private final FhirContext fhir;

    ReadProgrammeNotice(Programmes programmes, NoticesRead notices, SnapshotStore clock, FhirContext fhir) {
        this.programmes = programmes;
        this.notices = notices;
        this.clock = clock;
        this.fhir = fhir;
    }

    @Override
    public String code() {
        return "read-programme-notice";
    }

    @Override
    public Answer carryOut(Invocation invocation, ResourceWriter resources) {
        String patient = invocation.patient();
        Instant now = clock.load(List.of()).now();
        Optional<Programme> programme = programmes
                .find(invocation.text("programme").orElseThrow())
                .filter(found -> ProgrammeNotices.told(found, now))
                .filter(found -> invocation.token().caller().patient().equals(Optional.of(patient)));
        if (programme.isEmpty()) {
            return Answer.notThere(Answer.about(List.of(patient), "").evidence());
        }
        notices.read(programme.get().id(), patient);
        Parameters answer = new Parameters();
        ProgrammeNotices.parts(
                answer.addParameter().setName("notice"),
                programme.get(),
                Optional.ofNullable(notices.of(patient).get(programme.get().id())));
        return Answer.about(List.of(patient), fhir.newJsonParser().encodeResourceToString(answer));
    }
}
