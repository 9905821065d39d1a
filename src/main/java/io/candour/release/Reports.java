package io.candour.release;

import io.candour.identity.Directory;
import io.candour.release.Asked.Cell;
import io.candour.release.Asked.Run;
import io.candour.release.Passing.Decision;
import io.candour.release.Passing.State;
import java.time.ZoneId;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.MeasureReport;
import org.hl7.fhir.r4.model.MeasureReport.MeasureReportGroupComponent;
import org.hl7.fhir.r4.model.MeasureReport.MeasureReportGroupStratifierComponent;
import org.hl7.fhir.r4.model.MeasureReport.MeasureReportStatus;
import org.hl7.fhir.r4.model.MeasureReport.MeasureReportType;
import org.hl7.fhir.r4.model.MeasureReport.StratifierGroupComponent;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskIntent;
import org.hl7.fhir.r4.model.Task.TaskStatus;

/**
 * Questions and answers in FHIR: a Task (R4 12.1) for what is asked and where it stands, a MeasureReport (R4 13.11) for what is
 * told. Safe for use by many threads.
 */
final class Reports {
    private static final String MEASURE = "https://candour.io/fhir/Measure/aggregate-question";
    private static final String POPULATION = "http://terminology.hl7.org/CodeSystem/measure-population";
    private static final String ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

    private final ZoneId zone;

    Reports(ZoneId zone) {
        this.zone = zone;
    }

    /**
     * What the latest run of a question says. The whole is the sum of the groups that are told, and so says nothing of
     * those that are not: these have no count, and the reason is 'masked'. Where no group is told, neither is the whole.
     */
    MeasureReport report(Asked asked) {
        Run run = asked.latest().orElseThrow();
        MeasureReport report = new MeasureReport();
        report.setId(asked.id());
        report.setStatus(MeasureReportStatus.COMPLETE)
                .setType(MeasureReportType.SUMMARY)
                .setMeasure(MEASURE)
                .setDateElement(Words.moment(run.at()));
        report.getPeriod()
                .setStart(asked.question()
                        .from()
                        .map(day -> Date.from(day.atStartOfDay(zone).toInstant()))
                        .orElse(null))
                .setEndElement(Words.moment(asked.question()
                        .until()
                        .map(day -> day.plusDays(1).atStartOfDay(zone).toInstant())
                        .orElse(asked.at())));
        report.addExtension(Words.extension("of-programme"), new Reference("ResearchStudy/" + asked.programme()));
        MeasureReportGroupComponent group = report.addGroup();
        group.setCode(new CodeableConcept().setText(QuestionWords.of(asked.question())));
        List<Cell> cells = run.cells();
        count(group.addPopulation().setCode(population()).getCountElement(), whole(cells));
        if (!asked.question().by().isEmpty()) {
            MeasureReportGroupStratifierComponent stratifier = group.addStratifier();
            asked.question().by().forEach(each -> stratifier.addCode(breakdown(each)));
            cells.forEach(cell -> stratum(asked.question(), cell, stratifier.addStratum()));
        }
        return report;
    }

    private static Optional<Integer> whole(List<Cell> cells) {
        List<Integer> told =
                cells.stream().flatMap(each -> each.told().stream()).toList();
        return told.isEmpty() && !cells.isEmpty()
                ? Optional.empty()
                : Optional.of(told.stream().mapToInt(each -> each).sum());
    }

    private static void stratum(Question question, Cell cell, StratifierGroupComponent stratum) {
        if (question.by().size() == 1) {
            stratum.setValue(new CodeableConcept().setText(cell.groups().get(0)));
        } else {
            for (int i = 0; i < question.by().size(); i++) {
                stratum.addComponent()
                        .setCode(breakdown(question.by().get(i)))
                        .setValue(new CodeableConcept().setText(cell.groups().get(i)));
            }
        }
        count(stratum.addPopulation().setCode(population()).getCountElement(), cell.told());
    }

    private static CodeableConcept breakdown(Question.Breakdown by) {
        return Words.concept(Words.system("breakdown"), by.code());
    }

    private static CodeableConcept population() {
        return Words.concept(POPULATION, "initial-population");
    }

    private static void count(IntegerType count, Optional<Integer> told) {
        told.ifPresentOrElse(count::setValue, () -> count.addExtension(ABSENT, new CodeType("masked")));
    }

    /**
     * A question as a Task.
     *
     * @param inside whether for somebody who looks after the airlock: others are not told what goes on in it, since that
     *     would tell of numbers
     */
    Task task(Asked asked, boolean inside) {
        State state = asked.state();
        Task task = new Task();
        task.setId(asked.id());
        task.setStatus(inside ? status(state) : seenFromOutside(state))
                .setIntent(TaskIntent.PROPOSAL)
                .setCode(Words.concept(Words.system("release"), "question"))
                .setDescription(QuestionWords.of(asked.question()))
                .setFocus(new Reference("ResearchStudy/" + asked.programme()))
                .setAuthoredOnElement(Words.moment(asked.at()))
                .setRequester(person(asked.asker(), asked.askerName()));
        task.getReasonCode().setText(asked.reason());
        task.getRestriction()
                .addRecipient()
                .setIdentifier(new Identifier().setSystem(Directory.ODS_CODE).setValue(asked.recipient()));
        if (inside) {
            asked.latest().ifPresent(run -> {
                task.setLastModifiedElement(Words.moment(run.at()));
                run.held()
                        .ifPresent(held -> task.setStatusReason(
                                Words.concept(Words.system("held"), held.name().toLowerCase(Locale.ROOT))));
            });
            asked.decisions().forEach(decision -> note(task, decision, " the question", " the answer of run "));
        }
        return task;
    }

    /** What a guardian said: of what was asked, or of a run. */
    static void note(Task task, Decision decision, String asked, String ofRun) {
        task.addNote()
                .setAuthor(person(decision.by(), decision.name()))
                .setTimeElement(Words.moment(decision.at()))
                .setText((decision.approved() ? "Approved" : "Refused")
                        + (decision.run() == 0 ? asked : ofRun + decision.run())
                        + decision.note().map(text -> ": " + text).orElse(""));
    }

    static Reference person(String id, String name) {
        return new Reference().setIdentifier(new Identifier().setValue(id)).setDisplay(name);
    }

    static TaskStatus status(State state) {
        return switch (state) {
            case ASKED -> TaskStatus.REQUESTED;
            case REFUSED -> TaskStatus.REJECTED;
            case ANSWERED -> TaskStatus.INPROGRESS;
            case HELD -> TaskStatus.ONHOLD;
            case RELEASED -> TaskStatus.COMPLETED;
        };
    }

    static TaskStatus seenFromOutside(State state) {
        return switch (state) {
            case ASKED, ANSWERED, HELD -> TaskStatus.REQUESTED;
            case REFUSED -> TaskStatus.REJECTED;
            case RELEASED -> TaskStatus.COMPLETED;
        };
    }

    /** The question, and its answer where this reader may see that, as parts of an operation's answer. */
    void parts(ParametersParameterComponent part, Asked asked, boolean inside) {
        part.addPart().setName("task").setResource(task(asked, inside));
        boolean seen = asked.state() == State.RELEASED || (inside && asked.state() == State.ANSWERED);
        if (seen) {
            part.addPart().setName("report").setResource(report(asked));
        }
        if (inside) {
            asked.latest().ifPresent(run -> part.addPart().setName("run").setValue(new IntegerType(run.number())));
        }
    }
}
