package io.candour.portal.record;

import io.candour.portal.Fhir;
import io.candour.portal.FhirRefused;
import io.candour.portal.Whose;
import io.candour.portal.words.Words;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Saying something of the record: that an entry is wrong, or a note of one's own; and what became of it. */
@Controller
class SayController {
    private static final String NOT_FOR_YOU = "portal/record/not-for-you";
    private static final String FORM = "portal/record/say";
    private static final int SHORTEST = 3;
    private static final int LONGEST = 2_000;

    private final Words words;

    SayController(Words words) {
        this.words = words;
    }

    /** @param kind wrong or note */
    @GetMapping(ItemController.PATH + "/{kind:wrong|note}")
    String aboutItem(
            @PathVariable String type,
            @PathVariable String id,
            @PathVariable String kind,
            Fhir fhir,
            Whose whose,
            Model model) {
        return form(kind, Optional.of(row(type, id, fhir, whose)), "", model);
    }

    @PostMapping(ItemController.PATH + "/{kind:wrong|note}")
    String sayAboutItem(
            @PathVariable String type,
            @PathVariable String id,
            @PathVariable String kind,
            @RequestParam(defaultValue = "") String text,
            HttpServletResponse response,
            Fhir fhir,
            Whose whose,
            Model model) {
        return say(kind, Optional.of(row(type, id, fhir, whose)), text, response, fhir, whose, model);
    }

    @GetMapping("/record/{who}/note")
    String note(Model model) {
        return form("note", Optional.empty(), "", model);
    }

    @PostMapping("/record/{who}/note")
    String sayNote(
            @RequestParam(defaultValue = "") String text,
            HttpServletResponse response,
            Fhir fhir,
            Whose whose,
            Model model) {
        return say("note", Optional.empty(), text, response, fhir, whose, model);
    }

    private Row row(String type, String id, Fhir fhir, Whose whose) {
        Items items = new Items(fhir, whose, words);
        return items.rows(List.of(items.find(type, id))).get(0);
    }

    private static String form(String kind, Optional<Row> row, String text, Model model) {
        model.addAttribute("kind", kind);
        model.addAttribute("row", row);
        model.addAttribute("text", text);
        return FORM;
    }

    private static String say(
            String kind,
            Optional<Row> row,
            String text,
            HttpServletResponse response,
            Fhir fhir,
            Whose whose,
            Model model) {
        // As browsers send it, a new line has two characters.
        String said = text.replace("\r\n", "\n").strip();
        if (said.length() < SHORTEST || said.length() > LONGEST) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            model.addAttribute("error", said.length() < SHORTEST ? "record.say.too-short" : "record.say.too-long");
            return form(kind, row, said, model);
        }
        try {
            Task task = fhir.post(
                    Task.class,
                    "Patient/" + whose.patientId() + "/$raise",
                    question(
                            kind.equals("wrong") ? "dispute" : "note",
                            row.map(each -> each.entry().reference()),
                            said));
            return "redirect:" + whose.path() + "/said/" + task.getIdElement().getIdPart();
        } catch (FhirRefused refused) {
            // The server does not say whether a carer may: to who may not, nothing is there.
            if (!whose.own() && (refused.status() == 403 || refused.status() == 404)) {
                response.setStatus(HttpStatus.FORBIDDEN.value());
                return NOT_FOR_YOU;
            }
            if (!refused.byWhatWasSent()) {
                throw refused;
            }
            response.setStatus(refused.status());
            model.addAttribute("issues", refused.issues());
            return form(kind, row, said, model);
        }
    }

    static Parameters question(String kind, Optional<String> about, String said) {
        Parameters question = new Parameters();
        question.addParameter().setName("kind").setValue(new CodeType(kind));
        about.ifPresent(item -> question.addParameter().setName("about").setValue(new Reference(item)));
        question.addParameter().setName("text").setValue(new StringType(said));
        return question;
    }

    @GetMapping("/record/{who}/said")
    String all(Fhir fhir, Whose whose, Model model) {
        model.addAttribute("said", Said.all(fhir, whose, words));
        return "portal/record/said";
    }

    @GetMapping("/record/{who}/said/{id}")
    String one(@PathVariable String id, Fhir fhir, Whose whose, Model model) {
        Resource found = new Items(fhir, whose, words).find("Task", id);
        if (!(found instanceof Task task) || !Said.isSaid(task)) {
            throw Items.notThere();
        }
        Said said = Said.of(task, fhir, whose, words);
        model.addAttribute("said", said);
        model.addAttribute("about", said.about().flatMap(about -> named(about, fhir, whose)));
        return "portal/record/said-one";
    }

    private Optional<Row> named(String reference, Fhir fhir, Whose whose) {
        String[] parts = reference.split("/", 2);
        Items items = new Items(fhir, whose, words);
        return items.rows(items.known(parts[0], List.of(parts[1]))).stream().findFirst();
    }
}
