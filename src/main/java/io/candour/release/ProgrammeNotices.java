package io.candour.release;

import ca.uhn.fhir.context.FhirContext;
import io.candour.choice.SnapshotStore;
import io.candour.enforcement.Answer;
import io.candour.enforcement.Invocation;
import io.candour.enforcement.Operation;
import io.candour.release.Programme.Outcome;
import io.candour.release.Programme.Status;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;

/**
 * {@code Patient/$programme-notices}: what a person is told of programmes that have been let in and are not over, newest
 * first, and when they read each. Every person has all of them from the moment a programme is let in, with nothing to be
 * sent that could get lost. Safe for use by many threads.
 */
final class ProgrammeNotices implements Operation {
    private static final int DEFAULT_COUNT = 50;
    private static final int MAX_COUNT = 500;
    private static final Set<Status> TOLD = Set.of(Status.APPROVED, Status.ACTIVE);

    private final Programmes programmes;
    private final NoticesRead notices;
    private final SnapshotStore clock;
    private final FhirContext fhir;

    ProgrammeNotices(Programmes programmes, NoticesRead notices, SnapshotStore clock, FhirContext fhir) {
        this.programmes = programmes;
        this.notices = notices;
        this.clock = clock;
        this.fhir = fhir;
    }

    @Override
    public String code() {
        return "programme-notices";
    }

    @Override
    public Answer answer(Invocation invocation) {
        String patient = invocation.patient();
        if (!invocation.token().caller().patient().equals(Optional.of(patient))) {
            return Answer.notThere(Answer.about(List.of(patient), "").evidence());
        }
        Instant now = clock.load(List.of()).now();
        Map<String, Instant> read = notices.of(patient);
        Parameters answer = new Parameters();
        programmes.all().stream()
                .filter(each -> TOLD.contains(each.status(now)))
                .sorted(Comparator.comparing(ProgrammeNotices::given).reversed().thenComparing(Programme::id))
                .limit(invocation.count(DEFAULT_COUNT, MAX_COUNT))
                .forEach(each ->
                        parts(answer.addParameter().setName("notice"), each, Optional.ofNullable(read.get(each.id()))));
        return Answer.about(List.of(patient), fhir.newJsonParser().encodeResourceToString(answer));
    }

    /** Whether people are told of it now. */
    static boolean told(Programme programme, Instant now) {
        return TOLD.contains(programme.status(now));
    }

    private static Instant given(Programme programme) {
        return programme.decision(Outcome.APPROVED).orElseThrow().at();
    }

    /** One notice, as parts of an operation's answer. */
    static void parts(ParametersParameterComponent part, Programme programme, Optional<Instant> read) {
        part.addPart().setName("programme").setValue(new Reference("ResearchStudy/" + programme.id()));
        part.addPart().setName("title").setValue(new StringType(programme.title()));
        part.addPart().setName("description").setValue(new StringType(programme.description()));
        part.addPart()
                .setName("recipient")
                .setValue(new StringType(programme.recipient().name()));
        part.addPart().setName("purpose").setValue(new CodeType(programme.purpose()));
        part.addPart().setName("commercial").setValue(new BooleanType(programme.commercial()));
        programme.classes().forEach(each -> part.addPart().setName("category").setValue(new CodeType(each.code())));
        part.addPart().setName("given").setValue(WhereDataWent.instant(given(programme)));
        part.addPart()
                .setName("begins")
                .setValue(WhereDataWent.instant(programme.opens().orElseThrow()));
        read.ifPresent(at -> part.addPart().setName("read").setValue(WhereDataWent.instant(at)));
    }
}
