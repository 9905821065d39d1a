package io.candour.release;

import ca.uhn.fhir.context.FhirContext;
import io.candour.choice.SnapshotStore;
import io.candour.consent.Caller;
import io.candour.enforcement.Answer;
import io.candour.enforcement.Change;
import io.candour.enforcement.Invocation;
import io.candour.enforcement.Refusal;
import io.candour.enforcement.ResourceWriter;
import io.candour.release.Programme.Decided;
import io.candour.release.Programme.Outcome;
import io.candour.release.Programme.Status;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/**
 * {@code ResearchStudy/$decide-programme}: a guardian lets a programme in, or not, or stops one. Who registered it does not
 * let it in; with the decision its notice begins. Safe for use by many threads.
 */
final class DecideProgramme implements Change {
    private static final int LONGEST = 1_000;

    private final Programmes programmes;
    private final Accounts accounts;
    private final Studies studies;
    private final SnapshotStore clock;
    private final FhirContext fhir;

    DecideProgramme(Programmes programmes, Accounts accounts, Studies studies, SnapshotStore clock, FhirContext fhir) {
        this.programmes = programmes;
        this.accounts = accounts;
        this.studies = studies;
        this.clock = clock;
        this.fhir = fhir;
    }

    @Override
    public String code() {
        return "decide-programme";
    }

    @Override
    public Answer carryOut(Invocation invocation, ResourceWriter resources) {
        Outcome outcome = Arrays.stream(Outcome.values())
                .filter(each -> invocation
                        .text("outcome")
                        .equals(Optional.of(each.name().toLowerCase(Locale.ROOT))))
                .findFirst()
                .orElseThrow(() -> Refusal.invalid("outcome", "An outcome is approved, refused or stopped"));
        String note = invocation.words("note", "A note", LONGEST);
        Optional<Programme> found = programmes.find(invocation.text("programme").orElseThrow());
        if (found.isEmpty()) {
            return Answer.notThere(Answer.Evidence.NONE);
        }
        Programme programme = found.get();
        Caller caller = invocation.token().caller();
        Instant now = clock.load(List.of()).now();
        check(programme, outcome, caller, now);
        Optional<Instant> opens =
                outcome == Outcome.APPROVED ? Optional.of(programme.opensIfApproved(now)) : Optional.empty();
        Decided decided = new Decided(outcome, now, caller.id(), Words.name(caller), note, opens);
        if (!programmes.decide(programme, decided)) {
            throw decidedAlready();
        }
        Programme after = programmes.find(programme.id()).orElseThrow();
        return Answer.about(List.of(), fhir.newJsonParser().encodeResourceToString(studies.study(after, now)));
    }

    private void check(Programme programme, Outcome outcome, Caller caller, Instant now) {
        if (outcome == Outcome.STOPPED) {
            if (!Set.of(Status.APPROVED, Status.ACTIVE).contains(programme.status(now))) {
                throw Refusal.unprocessable(
                        "programme", IssueType.BUSINESSRULE, "Only a programme that was let in can be stopped");
            }
            return;
        }
        if (programme.status(now) != Status.IN_REVIEW) {
            throw decidedAlready();
        }
        if (accounts.isOwn(programme.registered().by(), caller)) {
            throw Refusal.unprocessable("programme", IssueType.BUSINESSRULE, "Nobody lets in what they registered");
        }
        if (caller.organisation().equals(Optional.of(programme.recipient().ods()))) {
            throw Refusal.unprocessable(
                    "programme", IssueType.BUSINESSRULE, "Nobody lets in their own organisation's programme");
        }
        if (outcome == Outcome.APPROVED && !programme.opensIfApproved(now).isBefore(programme.ends())) {
            throw Refusal.unprocessable(
                    "programme", IssueType.BUSINESSRULE, "It would be over before its notice has run");
        }
    }

    private static RuntimeException decidedAlready() {
        return Refusal.unprocessable("programme", IssueType.BUSINESSRULE, "This was decided already");
    }
}
