package io.candour.portal.log;

import io.candour.portal.Fhir;
import io.candour.portal.FhirRefused;
import io.candour.portal.Whose;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.UriType;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** Ends what somebody opened in an emergency, from the row that tells of it: the row names the right it rests on. */
@Controller
class EmergencyController {
    private static final String PATH = "/record/{who}/looked/emergency";
    private static final String RIGHT = "urn:candour:Grant/";
    private static final int SHORTEST = 3;
    private static final int LONGEST = 1_000;

    @GetMapping(PATH)
    String ask(@RequestParam(defaultValue = "") String event, Fhir fhir, Whose whose, Model model) {
        model.addAttribute("look", LookedController.row(event, fhir, whose));
        model.addAttribute("text", "");
        return "portal/log/emergency";
    }

    @PostMapping(PATH)
    String end(
            @RequestParam(defaultValue = "") String event,
            @RequestParam(defaultValue = "") String text,
            HttpServletResponse response,
            Fhir fhir,
            Whose whose,
            Model model) {
        String reason = text.replace("\r\n", "\n").strip();
        if (reason.length() < SHORTEST || reason.length() > LONGEST) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            model.addAttribute("error", "log.emergency.error");
            model.addAttribute("look", LookedController.row(event, fhir, whose));
            model.addAttribute("text", reason);
            return "portal/log/emergency";
        }
        String right = right(fhir.get(AuditEvent.class, "AuditEvent/" + Fhir.encode(event)))
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        return "redirect:" + whose.path() + "/looked/ended" + (ended(right, reason, fhir, whose) ? "" : "?over=true");
    }

    /** The right that a row rests on: what was opened by an event, and can be ended by its name. */
    static Optional<String> right(AuditEvent event) {
        return event.getAgent().stream()
                .flatMap(agent -> agent.getPolicy().stream())
                .map(UriType::getValue)
                .filter(policy -> policy.startsWith(RIGHT))
                .map(policy -> policy.substring(RIGHT.length()))
                .findFirst();
    }

    /** False where it was over already. */
    private static boolean ended(String right, String reason, Fhir fhir, Whose whose) {
        Parameters end = new Parameters();
        end.addParameter().setName("grant").setValue(new StringType(right));
        end.addParameter().setName("reason").setValue(new StringType(reason));
        end.addParameter().setName("code").setValue(new CodeType("patient-wish"));
        try {
            fhir.post(Parameters.class, "Patient/" + whose.patientId() + "/$end-access", end);
            return true;
        } catch (FhirRefused refused) {
            if (refused.status() == 404) {
                return false;
            }
            throw refused;
        }
    }

    @GetMapping("/record/{who}/looked/ended")
    String ended(@RequestParam(defaultValue = "false") boolean over, Model model) {
        model.addAttribute("over", over);
        return "portal/log/ended";
    }
}
