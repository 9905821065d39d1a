package io.candour.release;

import ca.uhn.fhir.context.FhirContext;
import io.candour.choice.SnapshotStore;
import io.candour.consent.Caller;
import io.candour.enforcement.Answer;
import io.candour.enforcement.Change;
import io.candour.enforcement.Invocation;
import io.candour.enforcement.Refusal;
import io.candour.enforcement.ResourceWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/**
 * {@code ResearchStudy/$ask-extract}: a researcher of a programme that runs, and that the deployment gives extracts, asks for
 * one. Nothing is looked at yet: somebody else reads the request first. Safe for use by many threads.
 */
final class AskExtract implements Change {
    private static final int LONGEST = 1_000;

    private final Programmes programmes;
    private final Extracts extracts;
    private final Accounts accounts;
    private final ExtractAirlock airlock;
    private final SnapshotStore clock;
    private final FhirContext fhir;

    AskExtract(
            Programmes programmes,
            Extracts extracts,
            Accounts accounts,
            ExtractAirlock airlock,
            SnapshotStore clock,
            FhirContext fhir) {
        this.programmes = programmes;
        this.extracts = extracts;
        this.accounts = accounts;
        this.airlock = airlock;
        this.clock = clock;
        this.fhir = fhir;
    }

    @Override
    public String code() {
        return "ask-extract";
    }

    @Override
    public Answer carryOut(Invocation invocation, ResourceWriter resources) {
        String reason = invocation.words("reason", "A reason", LONGEST);
        Optional<Programme> found = programmes.find(invocation.text("programme").orElseThrow());
        if (found.isEmpty()) {
            return Answer.notThere(Answer.Evidence.NONE);
        }
        Programme programme = found.get();
        Caller caller = invocation.token().caller();
        if (!caller.organisation().equals(Optional.of(programme.recipient().ods()))) {
            throw Refusal.unprocessable(
                    "programme", IssueType.BUSINESSRULE, "This programme is another organisation's");
        }
        airlock.terms(programme.id());
        Instant now = clock.load(List.of()).now();
        AskQuestion.checkRunning(programme, now);
        Extract extract = new Extract(
                UUID.randomUUID().toString(),
                programme.id(),
                programme.recipient().ods(),
                now,
                caller.id(),
                Words.name(caller),
                reason,
                Optional.empty(),
                List.of());
        extracts.ask(extract);
        accounts.keep(caller);
        return Answer.about(List.of(), fhir.newJsonParser().encodeResourceToString(ExtractTasks.task(extract, false)));
    }
}
