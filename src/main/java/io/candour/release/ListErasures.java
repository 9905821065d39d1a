package io.candour.release;

import ca.uhn.fhir.context.FhirContext;
import io.candour.choice.SnapshotStore;
import io.candour.consent.CallerKind;
import io.candour.enforcement.Answer;
import io.candour.enforcement.Invocation;
import io.candour.enforcement.Operation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Parameters;

/**
 * {@code Task/$erasures}: what recipients were asked to erase, and what they say of it, newest first. The researchers of an
 * organisation see their own organisation's, by pseudonym; guardian and auditor all, and whose it is. Safe for use by many
 * threads.
 */
final class ListErasures implements Operation {
    private static final int DEFAULT_COUNT = 50;
    private static final int MAX_COUNT = 500;

    private final Erasures erasures;
    private final ErasureTasks tasks;
    private final SnapshotStore clock;
    private final FhirContext fhir;

    ListErasures(Erasures erasures, ErasureTasks tasks, SnapshotStore clock, FhirContext fhir) {
        this.erasures = erasures;
        this.tasks = tasks;
        this.clock = clock;
        this.fhir = fhir;
    }

    @Override
    public String code() {
        return "erasures";
    }

    @Override
    public Answer answer(Invocation invocation) {
        boolean researcher = invocation.kind() == CallerKind.RESEARCHER;
        boolean open = invocation.yes("open");
        Optional<String> organisation = invocation.token().caller().organisation();
        int count = invocation.count(DEFAULT_COUNT, MAX_COUNT);
        List<Erasure> found = researcher && organisation.isEmpty()
                ? List.of()
                : erasures.latest(researcher ? organisation : Optional.empty(), open, count);
        Instant now = clock.load(List.of()).now();
        Parameters answer = new Parameters();
        TreeSet<String> patients = new TreeSet<>();
        for (Erasure each : found) {
            tasks.parts(answer.addParameter().setName("erasure"), each, !researcher, now);
            if (!researcher) {
                patients.add(each.patient());
            }
        }
        return Answer.about(patients, fhir.newJsonParser().encodeResourceToString(answer));
    }
}
