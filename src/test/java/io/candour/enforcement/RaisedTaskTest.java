package io.candour.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.consent.fhir.Vocabulary;
import io.candour.enforcement.RaisedTask.Kind;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Annotation;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.junit.jupiter.api.Test;

class RaisedTaskTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private static final Map<TaskStatus, Set<TaskStatus>> FORWARD = Map.of(
            TaskStatus.REQUESTED,
                    Set.of(TaskStatus.RECEIVED, TaskStatus.INPROGRESS, TaskStatus.COMPLETED, TaskStatus.REJECTED),
            TaskStatus.RECEIVED, Set.of(TaskStatus.INPROGRESS, TaskStatus.COMPLETED, TaskStatus.REJECTED),
            TaskStatus.INPROGRESS, Set.of(TaskStatus.COMPLETED, TaskStatus.REJECTED));

    private static Task dispute() {
        return RaisedTask.of(
                Kind.DISPUTE,
                "p",
                Optional.of(new Reference("Condition/c")),
                new Reference("RelatedPerson/r"),
                "I never had this",
                NOW);
    }

    @Test
    void leadsWhenAnyTwoStatesThenForwardOnly() {
        for (TaskStatus from : TaskStatus.values()) {
            for (TaskStatus to : TaskStatus.values()) {
                assertThat(RaisedTask.leads(from, to))
                        .as(from + " to " + to)
                        .isEqualTo(FORWARD.getOrDefault(from, Set.of()).contains(to));
            }
        }
    }

    @Test
    void settledWhenNothingLeadsOnThenYes() {
        for (TaskStatus status : TaskStatus.values()) {
            assertThat(RaisedTask.settled(status)).as(status.name()).isEqualTo(!FORWARD.containsKey(status));
        }
    }

    @Test
    void ofWhenACarerDisputesThenTheTaskSaysWhoAndWhat() {
        Task task = dispute();

        assertThat(task.getStatus()).isEqualTo(TaskStatus.REQUESTED);
        assertThat(task.getCode().hasCoding(Vocabulary.RAISED, "dispute")).isTrue();
        assertThat(task.getFor().getReference()).isEqualTo("Patient/p");
        assertThat(task.getFocus().getReference()).isEqualTo("Condition/c");
        assertThat(task.getRequester().getReference()).isEqualTo("RelatedPerson/r");
        assertThat(task.getDescription()).isEqualTo("I never had this");
        assertThat(task.getAuthoredOn()).isEqualTo(NOW);
        assertThat(task.getLastModified()).isEqualTo(NOW);
    }

    @Test
    void advanceWhenSeveralTimesThenEachStateKeepsItsTimeAndWords() {
        Task task = dispute();

        RaisedTask.advance(task, TaskStatus.RECEIVED, new Reference().setDisplay("G"), Optional.empty(), NOW);
        RaisedTask.advance(
                task,
                TaskStatus.COMPLETED,
                new Reference().setDisplay("H"),
                Optional.of("The practice has marked it"),
                NOW.plusSeconds(60));

        assertThat(task.getStatus()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(task.getDescription()).isEqualTo("I never had this");
        assertThat(task.getAuthoredOn()).isEqualTo(NOW);
        assertThat(task.getLastModified()).isEqualTo(NOW.plusSeconds(60));
        assertThat(task.getOutput())
                .extracting(each -> each.getType().getCodingFirstRep().getCode()
                        + " "
                        + each.getValue().primitiveValue())
                .containsExactly("received 2026-11-22T10:00:00+00:00", "completed 2026-11-22T10:01:00+00:00");
        assertThat(task.getNote())
                .extracting(Annotation::getText)
                .containsExactly("A guardian of records has read this.", "The practice has marked it");
        assertThat(task.getNote())
                .extracting(each -> each.getAuthorReference().getDisplay())
                .isEqualTo(List.of("G", "H"));
        assertThat(task.getNote()).extracting(Annotation::getTime).doesNotContainNull();
    }

    @Test
    void codeWhenAboutTheLogThenTheOneThatKeepsItPrivate() {
        assertThat(Arrays.stream(Kind.values()).map(Kind::code))
                .containsExactly("dispute", Vocabulary.ACCESS_QUERY, "note");
    }
}
