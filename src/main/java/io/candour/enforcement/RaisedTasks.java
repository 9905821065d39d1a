package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import io.candour.access.Raised;
import io.candour.access.RaisedQueue;
import io.candour.audit.Item;
import io.candour.audit.Outcome;
import io.candour.consent.CallerKind;
import io.candour.record.RecordIndex;
import io.candour.record.RecordItem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Task;

/**
 * {@code $raised}, as Tasks, newest first: of {@code Patient/[id]} what was said about that record, as far as the person
 * or who acts for them may see it; of {@code Task} the guardian's queue. The auditor is shown the queue without what was
 * said: who waits for how long, and no record. Safe for use by many threads.
 */
final class RaisedTasks implements Operation {
    private static final int DEFAULT_COUNT = 50;
    private static final int MAX_COUNT = 500;
    private static final int BATCH = 100;

    private final RecordPath records;
    private final RecordIndex index;
    private final RaisedQueue queue;
    private final FhirContext fhir;

    RaisedTasks(RecordPath records, RecordIndex index, RaisedQueue queue, FhirContext fhir) {
        this.records = records;
        this.index = index;
        this.queue = queue;
        this.fhir = fhir;
    }

    @Override
    public String code() {
        return "raised";
    }

    @Override
    public Answer answer(Invocation invocation) {
        boolean open = invocation.yes("open");
        int count = invocation.count(DEFAULT_COUNT, MAX_COUNT);
        boolean person = invocation.kind() == CallerKind.PATIENT || invocation.kind() == CallerKind.PROXY;
        if (person && invocation.about().isEmpty()) {
            throw Refusal.invalid("Patient", "Name the patient: Patient/[id]/$" + code());
        }
        if (invocation.about().isEmpty()) {
            return everybodys(queue.latest(open, count), invocation.kind() == CallerKind.AUDITOR);
        }
        return person ? ofOne(invocation, open, count) : Answer.notThere(Answer.Evidence.NONE);
    }

    /** Each decided like any item; to who may see neither the patient nor any of it, there is nobody. */
    private Answer ofOne(Invocation invocation, boolean open, int count) {
        String patient = invocation.patient();
        Verdicts verdicts = records.verdicts(invocation.token());
        // The snapshot first, so that a change in between is found when the answer is recorded.
        verdicts.about(List.of(patient));
        boolean known = records.find("Patient", patient, verdicts).isPresent();
        List<Raised> all = queue.of(patient, open);
        List<Task> shown = new ArrayList<>();
        for (int from = 0; from < all.size() && shown.size() < count; from += BATCH) {
            List<Raised> batch = all.subList(from, Math.min(all.size(), from + BATCH));
            Map<String, RecordItem> items = items(batch);
            verdicts.aboutAll(items.values().stream().map(RecordItem::facts).toList());
            batch.stream()
                    .flatMap(raised -> Optional.ofNullable(items.get(raised.task())).stream())
                    .filter(item -> verdicts.permits(item.facts()))
                    .limit(count - shown.size())
                    .map(verdicts::disclose)
                    .forEach(item -> shown.add(task(item)));
        }
        return known || !shown.isEmpty()
                ? new Answer(200, bundle(shown), Map.of(), verdicts.evidence())
                : Answer.notThere(verdicts.evidence());
    }

    private Answer everybodys(List<Raised> latest, boolean withoutWords) {
        Map<String, RecordItem> items = items(latest);
        List<Task> shown = new ArrayList<>();
        List<Item> disclosed = new ArrayList<>();
        TreeSet<String> patients = new TreeSet<>();
        for (Raised raised : latest) {
            Optional.ofNullable(items.get(raised.task())).ifPresent(item -> {
                Task task = task(item);
                task.getRequester().setDisplay(raised.agentName());
                shown.add(withoutWords ? withoutWords(task) : task);
                disclosed.add(new Item(
                        "Task",
                        item.id(),
                        item.version(),
                        new TreeSet<>(item.facts().patients())));
                patients.addAll(item.facts().patients());
            });
        }
        return new Answer(
                200,
                bundle(shown),
                Map.of(),
                new Answer.Evidence(patients, disclosed, Optional.empty(), List.of(), Outcome.PERMITTED));
    }

    /** The Tasks of these, by id. */
    private Map<String, RecordItem> items(Collection<Raised> raised) {
        return index.items(raised.stream().map(each -> "Task/" + each.task()).toList()).stream()
                .collect(Collectors.toMap(RecordItem::id, Function.identity()));
    }

    private Task task(RecordItem item) {
        return fhir.newJsonParser().parseResource(Task.class, item.content());
    }

    private static Task withoutWords(Task task) {
        task.setMeta(null);
        task.setDescription(null);
        task.setNote(null);
        return task;
    }

    private String bundle(List<Task> tasks) {
        Bundle bundle = new Bundle().setType(BundleType.COLLECTION);
        tasks.forEach(task -> bundle.addEntry().setResource(task));
        return fhir.newJsonParser().encodeResourceToString(bundle);
    }
}
