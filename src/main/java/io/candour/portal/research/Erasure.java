package io.candour.portal.research;

import io.candour.portal.Fhir;
import io.candour.portal.answer.Parts;
import io.candour.portal.form.OwnWords;
import io.candour.portal.form.Problems;
import io.candour.portal.form.Typed;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Annotation;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;

/**
 * That a recipient is to erase one person's entries from its copy, as {@code Task/$erasures} tells it.
 *
 * @param programme logical id of the programme whose copy it is
 * @param state requested, completed (they say that they have erased it) or rejected (they say why they do not)
 * @param patient logical id of whose entries they are; empty for the recipient, who is not told
 * @param pseudonym what the person is called in the copy; for the recipient alone
 * @param answered who said what of it
 */
public record Erasure(
        String id,
        String programme,
        String state,
        String patient,
        Optional<String> pseudonym,
        Optional<Instant> opened,
        Optional<Instant> due,
        boolean overdue,
        Optional<Question.Note> answered) {
    static final List<String> OUTCOMES = List.of("erased", "refused");

    /** What the server gives at once, at most. */
    private static final String ALL = "Task/$erasures?_count=500";

    private static final String OPEN = "Task/$erasures?open=true&_count=500";

    /** The latest, newest first. */
    public static List<Erasure> all(Fhir fhir) {
        return of(fhir.get(Parameters.class, ALL));
    }

    /** Those of which the recipient has yet to say something, newest first, however many were answered since. */
    public static List<Erasure> open(Fhir fhir) {
        return of(fhir.get(Parameters.class, OPEN));
    }

    /** What waits first: of what was answered long ago the API gives the latest alone. */
    static Optional<Erasure> find(String id, Fhir fhir) {
        return Stream.<Supplier<List<Erasure>>>of(() -> open(fhir), () -> all(fhir))
                .flatMap(queue -> queue.get().stream())
                .filter(each -> each.id().equals(id))
                .findFirst();
    }

    /** All that an answer holds, in its order. */
    public static List<Erasure> of(Parameters answer) {
        return answer.getParameter().stream()
                .filter(each -> "erasure".equals(each.getName()))
                .flatMap(each -> Question.resource(each, "task", Task.class).map(task -> of(task, each)))
                .toList();
    }

    private static Erasure of(Task task, ParametersParameterComponent part) {
        Optional<Annotation> said = task.getNote().stream().findFirst();
        return new Erasure(
                task.getIdElement().getIdPart(),
                task.getBasedOn().stream()
                        .map(Reference::getReferenceElement)
                        .map(each -> each.getIdPart())
                        .findFirst()
                        .orElse(""),
                task.hasStatus() ? task.getStatus().toCode() : "",
                Question.text(task.getFor().getReferenceElement().getIdPart()),
                task.getInput().stream()
                        .map(each -> each.getValue())
                        .filter(StringType.class::isInstance)
                        .map(each -> ((StringType) each).getValue())
                        .findFirst(),
                Question.instant(task.getAuthoredOn()),
                Question.instant(task.getRestriction().getPeriod().getEnd()),
                new Parts(part.getPart()).yes("overdue"),
                said.map(Question::note));
    }

    /** Whether the recipient has yet to say something of it. */
    public boolean isOpen() {
        return state.equals("requested");
    }

    /** What {@code $answer-erasure} takes; empty, with what is wrong added, where the form is not complete. */
    Optional<Parameters> answer(Typed typed, Problems problems) {
        String outcome = typed.text("outcome");
        if (!OUTCOMES.contains(outcome)) {
            problems.add("outcome", "research.problem.outcome");
        }
        String statement = OwnWords.read(typed, "statement", "research.problem.statement", problems);
        if (problems.any()) {
            return Optional.empty();
        }
        Parameters parameters = new Parameters();
        parameters.addParameter().setName("task").setValue(new StringType(id));
        parameters.addParameter().setName("outcome").setValue(new CodeType(outcome));
        parameters.addParameter().setName("statement").setValue(new StringType(statement));
        return Optional.of(parameters);
    }
}
