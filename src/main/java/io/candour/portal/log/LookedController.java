package io.candour.portal.log;

import io.candour.portal.Fhir;
import io.candour.portal.FhirRefused;
import io.candour.portal.Whose;
import io.candour.portal.form.TypedDay;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** Who has looked, as a page and as a table, and a question about a row. */
@Controller
class LookedController {
    private static final String NOT_FOR_YOU = "portal/log/not-for-you";
    private static final int SHORTEST = 3;
    private static final int LONGEST = 2_000;

    @GetMapping("/record/{who}/looked")
    String looked(
            @RequestParam Optional<String> show,
            @RequestParam(defaultValue = "") String older,
            HttpServletRequest request,
            HttpServletResponse response,
            Fhir fhir,
            Whose whose,
            Model model) {
        Filter filter = filter(show, request);
        model.addAttribute("filter", filter);
        model.addAttribute("shows", Filter.Show.values());
        model.addAttribute("paged", !older.isEmpty());
        if (!filter.readable()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return "portal/log/looked";
        }
        Optional<LogPage> page;
        try {
            page = WhoLooked.of(fhir, whose).looks(filter, older);
        } catch (FhirRefused refused) {
            if (older.isEmpty() || refused.status() != HttpStatus.BAD_REQUEST.value()) {
                throw refused;
            }
            // Where an older page began is forgotten after a while.
            return "redirect:" + whose.path() + "/looked";
        }
        page.ifPresent(found -> {
            model.addAttribute("days", Day.of(found.looks()));
            model.addAttribute("older", found.older());
        });
        return page.isPresent() ? "portal/log/looked" : NOT_FOR_YOU;
    }

    private static Filter filter(Optional<String> show, HttpServletRequest request) {
        return new Filter(Filter.show(show.orElse(null)), day("from", request), day("to", request));
    }

    private static TypedDay day(String name, HttpServletRequest request) {
        return TypedDay.of(
                request.getParameter(name + "-day"),
                request.getParameter(name + "-month"),
                request.getParameter(name + "-year"));
    }

    @GetMapping("/record/{who}/looked/table.csv")
    ResponseEntity<byte[]> table(HttpServletRequest request, Fhir fhir, Whose whose) {
        Filter filter = filter(Optional.empty(), request);
        if (!filter.readable()) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
        }
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("text/csv;charset=UTF-8"))
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"who-looked.csv\"")
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(WhoLooked.of(fhir, whose).table(filter).bytes());
    }

    @GetMapping("/record/{who}/looked/ask")
    String ask(@RequestParam(defaultValue = "") String event, Fhir fhir, Whose whose, Model model) {
        model.addAttribute("look", row(event, fhir, whose));
        model.addAttribute("text", "");
        return "portal/log/ask";
    }

    @PostMapping("/record/{who}/looked/ask")
    String send(
            @RequestParam(defaultValue = "") String event,
            @RequestParam(defaultValue = "") String text,
            HttpServletResponse response,
            Fhir fhir,
            Whose whose,
            Model model) {
        String said = text.replace("\r\n", "\n").strip();
        if (said.length() < SHORTEST || said.length() > LONGEST) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            model.addAttribute("error", "log.ask.error");
            return again(event, said, fhir, whose, model);
        }
        try {
            fhir.post(Task.class, "Patient/" + whose.patientId() + "/$raise", question(event, said));
        } catch (FhirRefused refused) {
            if (!refused.byWhatWasSent()) {
                throw refused;
            }
            response.setStatus(refused.status());
            model.addAttribute("issues", refused.issues());
            return again(event, said, fhir, whose, model);
        }
        return "redirect:" + whose.path() + "/looked/asked";
    }

    private static String again(String event, String said, Fhir fhir, Whose whose, Model model) {
        model.addAttribute("look", row(event, fhir, whose));
        model.addAttribute("text", said);
        return "portal/log/ask";
    }

    static Parameters question(String event, String said) {
        Parameters question = new Parameters();
        question.addParameter().setName("kind").setValue(new CodeType("access-query"));
        question.addParameter().setName("about").setValue(new Reference("AuditEvent/" + event));
        question.addParameter().setName("text").setValue(new StringType(said));
        return question;
    }

    static Look row(String event, Fhir fhir, Whose whose) {
        return WhoLooked.of(fhir, whose)
                .find(event)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    @GetMapping("/record/{who}/looked/asked")
    String asked() {
        return "portal/log/asked";
    }
}
