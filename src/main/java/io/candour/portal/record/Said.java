package io.candour.portal.record;

import io.candour.portal.Fhir;
import io.candour.portal.FhirRefused;
import io.candour.portal.Whose;
import io.candour.portal.words.Entry;
import io.candour.portal.words.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.hl7.fhir.r4.model.Annotation;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;

/**
 * Something that was said about a record, and what became of it.
 *
 * @param kind dispute, access-query or note
 * @param by who said it, where it was not the person whose record it is: somebody who acts for them
 * @param about the item it is said of, as "Condition/123"; empty for nothing in particular and for who looked
 * @param steps what became of it, the first that it was sent
 */
public record Said(
        String id,
        String kind,
        String text,
        Optional<String> by,
        Optional<String> about,
        String status,
        List<Step> steps) {
    private static final String CODES = "https://candour.io/fhir/CodeSystem/raised";
    private static final int MOST = 500;

    /**
     * A state that it came to.
     *
     * @param words what whoever took it there says
     */
    public record Step(String status, String at, Optional<String> words) {}

    /** Whether nothing more is to come. */
    public boolean settled() {
        return status.equals("completed") || status.equals("rejected");
    }

    /** All that the visitor may see, newest first; empty for who may see none of the record. */
    static List<Said> all(Fhir fhir, Whose whose, Words words) {
        return all(fhir, whose, words, any -> true);
    }

    /** What is said of one item. */
    static List<Said> about(String reference, Fhir fhir, Whose whose, Words words) {
        return all(
                fhir,
                whose,
                words,
                task -> task.getFocus()
                                        .getReferenceElement()
                                        .toUnqualifiedVersionless()
                                        .getValue()
                                != null
                        && task.getFocus()
                                .getReferenceElement()
                                .toUnqualifiedVersionless()
                                .getValue()
                                .equals(reference));
    }

    private static List<Said> all(Fhir fhir, Whose whose, Words words, Predicate<Task> which) {
        Bundle raised;
        try {
            raised = fhir.search(
                    "Patient/" + whose.patientId() + "/$raised" + Fhir.query("_count", Integer.toString(MOST)));
        } catch (FhirRefused refused) {
            if (refused.status() == 403 || refused.status() == 404) {
                return List.of();
            }
            throw refused;
        }
        Names names = new Names(fhir, whose, words);
        return Fhir.resources(raised)
                .filter(Task.class::isInstance)
                .map(Task.class::cast)
                .filter(which)
                .map(task -> of(task, names, words))
                .toList();
    }

    /** Whether it is something said, not another Task of the record. */
    static boolean isSaid(Task task) {
        return task.getCode().getCoding().stream().anyMatch(each -> CODES.equals(each.getSystem()));
    }

    static Said of(Task task, Fhir fhir, Whose whose, Words words) {
        return of(task, new Names(fhir, whose, words), words);
    }

    private static Said of(Task task, Names names, Words words) {
        Reference focus = task.getFocus();
        return new Said(
                task.getIdElement().getIdPart(),
                task.getCode().getCodingFirstRep().getCode(),
                Optional.ofNullable(task.getDescription()).orElse(""),
                names.other(task.getRequester()),
                focus.getReferenceElement().hasIdPart()
                        ? Optional.of(focus.getReferenceElement()
                                .toUnqualifiedVersionless()
                                .getValue())
                        : Optional.empty(),
                task.getStatus().toCode(),
                steps(task, words));
    }

    private static List<Step> steps(Task task, Words words) {
        List<Step> steps = new ArrayList<>();
        String sent = task.hasAuthoredOn() ? words.dates().moment(task.getAuthoredOnElement()) : "";
        steps.add(new Step("requested", sent, Optional.empty()));
        List<Annotation> notes = task.getNote();
        for (int i = 0; i < task.getOutput().size(); i++) {
            Task.TaskOutputComponent output = task.getOutput().get(i);
            // The server writes one note for each state, in the same order.
            Optional<String> note = i < notes.size() ? Optional.of(notes.get(i).getText()) : Optional.empty();
            String at = output.getValue() instanceof BaseDateTimeType date
                    ? words.dates().moment(date)
                    : "";
            steps.add(new Step(output.getType().getCodingFirstRep().getCode(), at, note));
        }
        return steps;
    }

    /** Who said something, where it was somebody who acts for the person; each is looked up once. */
    private static final class Names {
        private final Items items;
        private final Words words;
        private final Map<String, String> known = new HashMap<>();

        Names(Fhir fhir, Whose whose, Words words) {
            this.items = new Items(fhir, whose, words);
            this.words = words;
        }

        Optional<String> other(Reference requester) {
            String type = requester.getReferenceElement().getResourceType();
            if (!"RelatedPerson".equals(type)) {
                return Optional.empty();
            }
            return Optional.ofNullable(requester.getDisplay())
                    .or(() -> Optional.of(known.computeIfAbsent(
                            requester.getReferenceElement().getIdPart(), this::read)));
        }

        private String read(String id) {
            return items.known("RelatedPerson", List.of(id)).stream()
                    .map(words::entry)
                    .map(Entry::name)
                    .findFirst()
                    .orElseGet(() -> words.kind("RelatedPerson"));
        }
    }
}
