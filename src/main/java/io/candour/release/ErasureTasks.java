package io.candour.release;

import io.candour.identity.Directory;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskIntent;
import org.hl7.fhir.r4.model.Task.TaskStatus;

/** What recipients are asked to erase, in FHIR: a Task (R4 12.1) each. Safe for use by many threads. */
final class ErasureTasks {
    private final Extracts extracts;
    private final ExtractRules rules;

    ErasureTasks(Extracts extracts, ExtractRules rules) {
        this.extracts = extracts;
        this.rules = rules;
    }

    /**
     * As a Task.
     *
     * @param inside whether for somebody who looks after the airlock; a recipient is told the pseudonym instead of the
     *     person
     */
    Task task(Erasure erasure, boolean inside) {
        Task task = new Task();
        task.setId(erasure.id());
        task.setStatus(status(erasure))
                .setIntent(TaskIntent.ORDER)
                .setCode(Words.concept(Words.system("release"), "erase"))
                .setFocus(new Reference()
                        .setIdentifier(new Identifier().setValue(erasure.extract()))
                        .setDisplay("Extract"))
                .addBasedOn(new Reference("ResearchStudy/" + erasure.programme()))
                .setAuthoredOnElement(Words.moment(erasure.opened()))
                .setReasonCode(Words.concept(
                        Words.system("erasure-reason"), erasure.reason().name().toLowerCase(Locale.ROOT)));
        task.getRestriction()
                .setPeriod(new Period().setEndElement(Words.moment(erasure.due())))
                .addRecipient()
                .setIdentifier(new Identifier().setSystem(Directory.ODS_CODE).setValue(erasure.recipient()));
        if (inside) {
            task.setFor(new Reference("Patient/" + erasure.patient()));
        } else {
            pseudonym(erasure).ifPresent(pseudonym -> task.addInput()
                    .setType(Words.concept(Words.system("erasure-input"), "pseudonym"))
                    .setValue(new StringType(pseudonym)));
        }
        erasure.answered().ifPresent(answered -> {
            task.setLastModifiedElement(Words.moment(answered.at()));
            task.addNote()
                    .setAuthor(Reports.person(answered.by(), answered.name()))
                    .setTimeElement(Words.moment(answered.at()))
                    .setText(answered.statement());
        });
        return task;
    }

    private static TaskStatus status(Erasure erasure) {
        return erasure.answered()
                .map(answered -> switch (answered.outcome()) {
                    case ERASED -> TaskStatus.COMPLETED;
                    case REFUSED -> TaskStatus.REJECTED;
                })
                .orElse(TaskStatus.REQUESTED);
    }

    /** What the person is called in that copy; empty where its key is no longer there. */
    private Optional<String> pseudonym(Erasure erasure) {
        return rules.place()
                .flatMap(place -> extracts.find(erasure.extract())
                        .flatMap(Extract::latest)
                        .flatMap(Extract.Run::made)
                        .flatMap(made -> PseudonymKeys.read(place.keys())
                                .of(made.key(), erasure.recipient(), erasure.programme())))
                .map(pseudonyms -> pseudonyms.of("Patient", erasure.patient()));
    }

    /** The same with whether it is overdue, as parts of an operation's answer. */
    void parts(ParametersParameterComponent part, Erasure erasure, boolean inside, Instant now) {
        part.addPart().setName("task").setResource(task(erasure, inside));
        part.addPart().setName("overdue").setValue(new BooleanType(erasure.overdue(now)));
    }
}
