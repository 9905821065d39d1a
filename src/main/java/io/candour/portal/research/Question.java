package io.candour.portal.research;

import io.candour.portal.Fhir;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Annotation;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.MeasureReport;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.jspecify.annotations.Nullable;

/**
 * One question on its way, as {@code ResearchStudy/$questions} tells it.
 *
 * @param programme logical id of the programme that asks
 * @param state requested, in-progress, on-hold, completed or rejected; a researcher is told nothing of what is between
 * @param words what is asked, as the server says it
 * @param asker who asked, as the server names them
 * @param held why its answer is held, as a code
 * @param notes who said what of it
 * @param run the number of the answer that waits; 0 where there is none
 * @param progress how much of the records was gone through, in hundredths, while it runs
 * @param answer as far as the visitor may see it
 */
public record Question(
        String id,
        String programme,
        String state,
        String words,
        String reason,
        String asker,
        String askerName,
        Optional<Instant> asked,
        Optional<String> held,
        List<Note> notes,
        int run,
        Optional<Integer> progress,
        Optional<Answer> answer)
        implements Passing {
    /** What the server gives at once, at most. */
    private static final String ALL = "ResearchStudy/$questions?_count=500";

    public record Note(String who, Optional<Instant> at, String text) {}

    public Question {
        notes = List.copyOf(notes);
    }

    /** The latest, newest first. */
    public static List<Question> all(Fhir fhir) {
        return of(fhir.get(Parameters.class, ALL));
    }

    public static Optional<Question> find(String id, Fhir fhir) {
        return all(fhir).stream().filter(each -> each.id().equals(id)).findFirst();
    }

    /** All that an answer holds, in its order. */
    public static List<Question> of(Parameters answer) {
        return answer.getParameter().stream()
                .filter(each -> "question".equals(each.getName()))
                .flatMap(each -> resource(each, "task", Task.class).map(task -> of(task, each)))
                .toList();
    }

    private static Question of(Task task, ParametersParameterComponent part) {
        return new Question(
                task.getIdElement().getIdPart(),
                task.getFocus().getReferenceElement().getIdPart(),
                task.hasStatus() ? task.getStatus().toCode() : "",
                text(task.getDescription()),
                text(task.getReasonCode().getText()),
                text(task.getRequester().getIdentifier().getValue()),
                text(task.getRequester().getDisplay()),
                instant(task.getAuthoredOn()),
                code(task.getStatusReason()),
                task.getNote().stream().map(Question::note).toList(),
                number(part, "run").orElse(0),
                number(part, "progress"),
                resource(part, "report", MeasureReport.class).map(Answer::of).findFirst());
    }

    static Note note(Annotation note) {
        return new Note(
                note.hasAuthorReference() ? text(note.getAuthorReference().getDisplay()) : "",
                instant(note.getTime()),
                text(note.getText()));
    }

    static <T extends Resource> Stream<T> resource(ParametersParameterComponent part, String name, Class<T> type) {
        return part.getPart().stream()
                .filter(each -> name.equals(each.getName()) && type.isInstance(each.getResource()))
                .map(each -> type.cast(each.getResource()));
    }

    private static Optional<Integer> number(ParametersParameterComponent part, String name) {
        return part.getPart().stream()
                .filter(each -> name.equals(each.getName()))
                .map(ParametersParameterComponent::getValue)
                .filter(IntegerType.class::isInstance)
                .map(each -> ((IntegerType) each).getValue())
                .findFirst();
    }

    static Optional<String> code(CodeableConcept concept) {
        return concept.getCoding().stream().map(Coding::getCode).findFirst();
    }

    static Optional<Instant> instant(@Nullable Date date) {
        return Optional.ofNullable(date).map(Date::toInstant);
    }

    static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
