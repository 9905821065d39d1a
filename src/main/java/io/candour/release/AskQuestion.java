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
 * {@code ResearchStudy/$ask-question}: a researcher of a programme that runs asks how many people are so. Nothing is looked
 * at yet: somebody else reads the question first. Safe for use by many threads.
 */
final class AskQuestion implements Change {
    private static final int LONGEST = 1_000;

    private final Programmes programmes;
    private final Questions questions;
    private final Accounts accounts;
    private final Reports reports;
    private final SnapshotStore clock;
    private final FhirContext fhir;

    AskQuestion(
            Programmes programmes,
            Questions questions,
            Accounts accounts,
            Reports reports,
            SnapshotStore clock,
            FhirContext fhir) {
        this.programmes = programmes;
        this.questions = questions;
        this.accounts = accounts;
        this.reports = reports;
        this.clock = clock;
        this.fhir = fhir;
    }

    @Override
    public String code() {
        return "ask-question";
    }

    @Override
    public Answer carryOut(Invocation invocation, ResourceWriter resources) {
        String reason = invocation.words("reason", "A reason", LONGEST);
        Question question = QuestionReader.read(invocation);
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
        questions.lock(programme.recipient().ods());
        Instant now = clock.load(List.of()).now();
        checkRunning(programme, now);
        QuestionReader.check(question, programme.classes());
        if (questions.same(programme.id(), question).isPresent()) {
            throw Refusal.unprocessable(
                    "programme",
                    IssueType.DUPLICATE,
                    "This programme asked the same before: ask for the answer to that");
        }
        Asked asked = new Asked(
                UUID.randomUUID().toString(),
                programme.id(),
                programme.recipient().ods(),
                now,
                caller.id(),
                Words.name(caller),
                reason,
                question,
                Optional.empty(),
                List.of());
        questions.ask(asked);
        accounts.keep(caller);
        return Answer.about(List.of(), fhir.newJsonParser().encodeResourceToString(reports.task(asked, false)));
    }

    /** @throws ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException of a programme that does not run then */
    static void checkRunning(Programme programme, Instant now) {
        if (programme.status(now) != Programme.Status.ACTIVE) {
            throw Refusal.unprocessable("programme", IssueType.BUSINESSRULE, "This programme does not run now");
        }
    }
}
