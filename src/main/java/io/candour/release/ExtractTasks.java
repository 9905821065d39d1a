package io.candour.release;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candour.identity.Directory;
import io.candour.release.Extract.Made;
import io.candour.release.Passing.State;
import java.util.Locale;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskIntent;

/** Extracts in FHIR: a Task (R4 12.1) for what is asked and where it stands, with what was made beside. Stateless. */
final class ExtractTasks {
    private ExtractTasks() {}

    /**
     * An extract as a Task.
     *
     * @param inside whether for somebody who looks after the airlock: others are not told what goes on in it
     */
    static Task task(Extract extract, boolean inside) {
        State state = extract.state();
        Task task = new Task();
        task.setId(extract.id());
        task.setStatus(inside ? Reports.status(state) : Reports.seenFromOutside(state))
                .setIntent(TaskIntent.PROPOSAL)
                .setCode(Words.concept(Words.system("release"), "extract"))
                .setFocus(new Reference("ResearchStudy/" + extract.programme()))
                .setAuthoredOnElement(Words.moment(extract.at()))
                .setRequester(Reports.person(extract.asker(), extract.askerName()));
        task.getReasonCode().setText(extract.reason());
        task.getRestriction()
                .addRecipient()
                .setIdentifier(new Identifier().setSystem(Directory.ODS_CODE).setValue(extract.recipient()));
        if (inside) {
            extract.latest().ifPresent(run -> {
                task.setLastModifiedElement(Words.moment(run.at()));
                run.held()
                        .ifPresent(held -> task.setStatusReason(
                                Words.concept(Words.system("held"), held.name().toLowerCase(Locale.ROOT))));
            });
            extract.decisions()
                    .forEach(decision -> Reports.note(task, decision, " the request", " the extract of run "));
        }
        return task;
    }

    /** The extract, and what was made where this reader may see that, as parts of an operation's answer. */
    static void parts(ParametersParameterComponent part, Extract extract, boolean inside) {
        part.addPart().setName("task").setResource(task(extract, inside));
        extract.latest().ifPresent(run -> {
            if (inside) {
                part.addPart().setName("run").setValue(new IntegerType(run.number()));
                part.addPart().setName("people").setValue(new IntegerType(run.people()));
            }
            if (inside || extract.state() == State.RELEASED) {
                run.made().ifPresent(made -> made.files().forEach(file -> file(part, file)));
            }
        });
    }

    private static void file(ParametersParameterComponent extract, Extract.File file) {
        ParametersParameterComponent part = extract.addPart().setName("file");
        part.addPart().setName("name").setValue(new StringType(file.name()));
        part.addPart().setName("type").setValue(new CodeType(file.type()));
        part.addPart().setName("lines").setValue(new IntegerType(Math.toIntExact(file.lines())));
        part.addPart().setName("sha256").setValue(new StringType(file.sealed()));
    }

    /** What goes with the files, as JSON: what they are, how many lines each has, and what it is to be checked with. */
    static String manifest(Extract extract, Made made) {
        ObjectNode manifest = JsonNodeFactory.instance.objectNode();
        manifest.put("extract", extract.id())
                .put("programme", extract.programme())
                .put("recipient", extract.recipient())
                .put("made", extract.latest().orElseThrow().at().toString())
                .put("manifest", made.manifest())
                .put("pseudonymKey", made.key())
                .put("dates", made.dates().name().toLowerCase(Locale.ROOT))
                .put("sealedFor", made.sealedFor());
        ArrayNode files = manifest.putArray("files");
        made.files().forEach(file -> files.addObject()
                .put("name", file.name())
                .put("type", file.type())
                .put("lines", file.lines())
                .put("contentSha256", file.content())
                .put("sealedSha256", file.sealed()));
        return manifest.toPrettyString();
    }
}
