package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import io.candour.access.Review;
import io.candour.access.Review.Done;
import io.candour.access.Reviews;
import io.candour.identity.Directory;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskIntent;
import org.hl7.fhir.r4.model.Task.TaskStatus;

/**
 * {@code Task/$review-queue}: what a guardian has to look at, as Tasks, newest first; the auditor reads it too. Safe for
 * use by many threads.
 */
final class ReviewTasks implements Operation {
    static final String SYSTEM = "https://candour.io/fhir/CodeSystem/";
    static final String ACT_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason";
    private static final int DEFAULT_COUNT = 50;
    private static final int MAX_COUNT = 500;

    private final Reviews reviews;
    private final FhirContext fhir;

    ReviewTasks(Reviews reviews, FhirContext fhir) {
        this.reviews = reviews;
        this.fhir = fhir;
    }

    @Override
    public String code() {
        return "review-queue";
    }

    @Override
    public Answer answer(Invocation invocation) {
        boolean open = invocation.yes("open");
        List<Review> latest = reviews.latest(open, invocation.count(DEFAULT_COUNT, MAX_COUNT));
        Bundle bundle = new Bundle().setType(BundleType.COLLECTION);
        latest.forEach(review -> bundle.addEntry().setResource(task(review)));
        return Answer.about(
                latest.stream().map(Review::patient).toList(),
                fhir.newJsonParser().encodeResourceToString(bundle));
    }

    /** One review as a Task (R4 12.1): requested, or completed with who found what. */
    static Task task(Review review) {
        Task task = new Task();
        task.setId(review.id());
        task.setStatus(review.done().isPresent() ? TaskStatus.COMPLETED : TaskStatus.REQUESTED)
                .setIntent(TaskIntent.ORDER)
                .setFor(new Reference("Patient/" + review.patient()))
                .setAuthoredOn(Date.from(review.starts()))
                .setRequester(person(review.agentId(), review.agentName()))
                .setDescription(review.reason());
        task.getCode().addCoding().setSystem(SYSTEM + "review").setCode(code(review.kind()));
        task.getReasonCode()
                .setText(review.reason())
                .addCoding()
                .setSystem(ACT_REASON)
                .setCode(review.reasonCode());
        task.getExecutionPeriod().setStart(Date.from(review.starts())).setEnd(Date.from(review.ends()));
        review.organisation().ifPresent(ods -> task.getRestriction()
                .addRecipient()
                .setIdentifier(new Identifier().setSystem(Directory.ODS_CODE).setValue(ods)));
        review.done().ifPresent(done -> answered(task, done));
        return task;
    }

    private static void answered(Task task, Done done) {
        task.setOwner(person(done.reviewerId(), done.reviewerName())).setLastModified(Date.from(done.at()));
        task.getBusinessStatus()
                .addCoding()
                .setSystem(SYSTEM + "review-outcome")
                .setCode(code(done.outcome()));
        Task.TaskOutputComponent output = task.addOutput();
        output.getType().addCoding().setSystem(SYSTEM + "review").setCode("outcome");
        output.setValue(new CodeType(code(done.outcome())));
        done.note().ifPresent(note -> task.addNote().setText(note));
    }

    static String code(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Reference person(String id, String name) {
        return new Reference().setIdentifier(new Identifier().setValue(id)).setDisplay(name);
    }
}
