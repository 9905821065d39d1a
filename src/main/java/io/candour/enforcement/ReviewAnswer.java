package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import io.candour.access.Review;
import io.candour.access.Review.Done;
import io.candour.access.Reviews;
import io.candour.choice.SnapshotStore;
import io.candour.consent.Caller;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/**
 * {@code Task/$review}: what a guardian found of an emergency or a claimed relationship. Said once; nobody reviews their
 * own, nor what was done with their own record. Safe for use by many threads.
 */
final class ReviewAnswer implements Change {
    private final Reviews reviews;
    private final ConflictOfInterest conflicts;
    private final SnapshotStore snapshots;
    private final FhirContext fhir;

    ReviewAnswer(Reviews reviews, ConflictOfInterest conflicts, SnapshotStore snapshots, FhirContext fhir) {
        this.reviews = reviews;
        this.conflicts = conflicts;
        this.snapshots = snapshots;
        this.fhir = fhir;
    }

    @Override
    public String code() {
        return "review";
    }

    @Override
    public Answer carryOut(Invocation invocation, ResourceWriter resources) {
        Review.Outcome outcome = invocation
                .text("outcome")
                .flatMap(ReviewAnswer::outcome)
                .orElseThrow(() -> Refusal.invalid(
                        "outcome",
                        "An outcome is one of "
                                + Arrays.stream(Review.Outcome.values())
                                        .map(ReviewTasks::code)
                                        .collect(Collectors.joining(", "))));
        Optional<String> note = invocation.text("note").isPresent()
                ? Optional.of(KnownPerson.reason(invocation, "note"))
                : Optional.empty();
        String id = invocation.text("task").orElseThrow();
        Optional<Review> asked = reviews.find(id);
        if (asked.isEmpty()) {
            return Answer.notThere(Answer.Evidence.NONE);
        }
        Caller caller = invocation.token().caller();
        if (conflicts.exists(
                asked.get().agentId(), Optional.empty(), asked.get().patient(), invocation.token())) {
            throw Refusal.unprocessable("task", IssueType.BUSINESSRULE, "Nobody reviews their own");
        }
        Done done = new Done(
                caller.id(), KnownPerson.name(caller), snapshots.load(List.of()).now(), outcome, note);
        if (!reviews.answer(id, done)) {
            throw Refusal.unprocessable("task", IssueType.BUSINESSRULE, "This was reviewed already");
        }
        return Answer.about(
                List.of(asked.get().patient()),
                fhir.newJsonParser()
                        .encodeResourceToString(
                                ReviewTasks.task(reviews.find(id).orElseThrow())));
    }

    private static Optional<Review.Outcome> outcome(String code) {
        return Arrays.stream(Review.Outcome.values())
                .filter(each -> ReviewTasks.code(each).equals(code))
                .findFirst();
    }
}
