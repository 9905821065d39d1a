package io.candour.portal.research;

import io.candour.portal.Fhir;
import io.candour.portal.answer.Parts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Task;

/**
 * A copy of entries without names on its way, as {@code ResearchStudy/$extracts} tells it.
 *
 * @param programme logical id of the programme that asks
 * @param held why it is held, as a code
 * @param notes who said what of it
 * @param people how many are in it; 0 for who is not told
 * @param files what it is made of, as far as the visitor is told
 */
public record Copy(
        String id,
        String programme,
        String state,
        String reason,
        String asker,
        String askerName,
        Optional<Instant> asked,
        Optional<String> held,
        List<Question.Note> notes,
        int run,
        int people,
        List<File> files)
        implements Passing {
    /** What the server gives at once, at most. */
    private static final String ALL = "ResearchStudy/$extracts?_count=500";

    /**
     * One file.
     *
     * @param type of the resources in it
     * @param checksum SHA-256 of the file as it lies there
     */
    public record File(String name, String type, int lines, String checksum) {}

    public Copy {
        notes = List.copyOf(notes);
        files = List.copyOf(files);
    }

    /** The latest, newest first. */
    public static List<Copy> all(Fhir fhir) {
        return of(fhir.get(Parameters.class, ALL));
    }

    public static Optional<Copy> find(String id, Fhir fhir) {
        return all(fhir).stream().filter(each -> each.id().equals(id)).findFirst();
    }

    /** All that an answer holds, in its order. */
    public static List<Copy> of(Parameters answer) {
        return answer.getParameter().stream()
                .filter(each -> "extract".equals(each.getName()))
                .flatMap(each -> Question.resource(each, "task", Task.class).map(task -> of(task, each)))
                .toList();
    }

    private static Copy of(Task task, ParametersParameterComponent part) {
        Parts parts = new Parts(part.getPart());
        return new Copy(
                task.getIdElement().getIdPart(),
                task.getFocus().getReferenceElement().getIdPart(),
                task.hasStatus() ? task.getStatus().toCode() : "",
                Question.text(task.getReasonCode().getText()),
                Question.text(task.getRequester().getIdentifier().getValue()),
                Question.text(task.getRequester().getDisplay()),
                Question.instant(task.getAuthoredOn()),
                Question.code(task.getStatusReason()),
                task.getNote().stream().map(Question::note).toList(),
                parts.count("run"),
                parts.count("people"),
                parts.each("file")
                        .map(file -> new File(
                                file.text("name").orElse(""),
                                file.text("type").orElse(""),
                                file.count("lines"),
                                file.text("sha256").orElse("")))
                        .toList());
    }
}
