package io.candour.portal.staff;

import io.candour.portal.Fhir;
import io.candour.portal.FhirRefused;
import io.candour.portal.form.Problems;
import io.candour.portal.form.Typed;
import io.candour.portal.words.Today;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Task;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What a clinician asks people to let them see, what was allowed, and what became of it. */
@Controller("staffRequests")
class RequestsController {
    private static final Set<String> ASKING =
            Set.of(Asked.NUMBER, Asked.BORN, "category", "days", Opening.REASON, Opening.REASON_TEXT);
    private static final Set<String> ATTESTING = Set.of("deleted", "statement");
    private static final String LIST = "redirect:/staff/requests";

    /** The most that the API gives at once. */
    private static final String ALL = "Task/$access-requests?_count=500";

    private final Today today;

    RequestsController(Today today) {
        this.today = today;
    }

    @GetMapping("/staff/requests")
    String all(Fhir fhir, Model model) {
        model.addAttribute("requests", AccessRequest.of(fhir.search(ALL)));
        return "portal/staff/requests";
    }

    @GetMapping("/staff/request")
    String ask(Model model) {
        return asking(Typed.NOTHING, new Problems(), model);
    }

    @PostMapping(path = "/staff/request", params = "begin")
    String begin(@RequestParam MultiValueMap<String, String> fields, Model model) {
        return asking(new Typed(fields), new Problems(), model);
    }

    @PostMapping(path = "/staff/request", params = "!begin")
    String send(
            @RequestParam MultiValueMap<String, String> fields, HttpServletResponse response, Fhir fhir, Model model) {
        Typed typed = new Typed(fields);
        Problems problems = new Problems();
        Optional<Parameters> parameters = Request.read(typed, today.day(), problems);
        if (parameters.isEmpty()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return asking(typed, problems, model);
        }
        try {
            fhir.post(OperationOutcome.class, "Patient/$request-access", parameters.get());
            return "redirect:/staff/request/sent";
        } catch (FhirRefused refused) {
            response.setStatus(Refused.tell(refused, "staff", ASKING, problems));
            return asking(typed, problems, model);
        }
    }

    private static String asking(Typed typed, Problems problems, Model model) {
        model.addAttribute("categories", Request.CATEGORIES);
        model.addAttribute("reasons", Opening.CARE.reasons());
        form(typed, problems, model);
        return "portal/staff/request";
    }

    /** The same whether or not there is such a person. */
    @GetMapping("/staff/request/sent")
    String sent() {
        return "portal/staff/request-sent";
    }

    @GetMapping("/staff/requests/{id}/attest")
    String attest(@PathVariable String id, Fhir fhir, Model model) {
        return attesting(find(id, fhir), Typed.NOTHING, new Problems(), model);
    }

    @PostMapping("/staff/requests/{id}/attest")
    String attested(
            @PathVariable String id,
            @RequestParam MultiValueMap<String, String> fields,
            HttpServletResponse response,
            Fhir fhir,
            Model model,
            RedirectAttributes next) {
        Typed typed = new Typed(fields);
        Problems problems = new Problems();
        Optional<Parameters> parameters = Ending.attest(id, typed, problems);
        if (parameters.isEmpty()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return attesting(find(id, fhir), typed, problems, model);
        }
        try {
            fhir.post(Task.class, "Task/$attest-deletion", parameters.get());
            next.addFlashAttribute("done", "staff.done.attested");
            return LIST;
        } catch (FhirRefused refused) {
            response.setStatus(Refused.tell(refused, "staff.attest", ATTESTING, problems));
            return attesting(find(id, fhir), typed, problems, model);
        }
    }

    private static String attesting(AccessRequest asked, Typed typed, Problems problems, Model model) {
        model.addAttribute("asked", asked);
        form(typed, problems, model);
        return "portal/staff/attest";
    }

    @GetMapping("/staff/requests/{id}/end")
    String end(@PathVariable String id, Fhir fhir, Model model) {
        return ending(find(id, fhir), Typed.NOTHING, new Problems(), model);
    }

    @PostMapping("/staff/requests/{id}/end")
    String ended(
            @PathVariable String id,
            @RequestParam MultiValueMap<String, String> fields,
            HttpServletResponse response,
            Fhir fhir,
            Model model,
            RedirectAttributes next) {
        AccessRequest asked = find(id, fhir);
        Typed typed = new Typed(fields);
        Problems problems = new Problems();
        Optional<Parameters> parameters = Ending.read(asked.grant().orElse(""), typed, problems);
        if (parameters.isEmpty()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return ending(asked, typed, problems, model);
        }
        try {
            fhir.post(Parameters.class, "Patient/" + Fhir.encode(asked.patient()) + "/$end-access", parameters.get());
            next.addFlashAttribute("done", "staff.done.ended");
            return LIST;
        } catch (FhirRefused refused) {
            response.setStatus(Refused.tell(refused, "staff.end", Set.of("reason"), problems));
            return ending(asked, typed, problems, model);
        }
    }

    private static String ending(AccessRequest asked, Typed typed, Problems problems, Model model) {
        model.addAttribute("action", "/staff/requests/" + asked.id() + "/end");
        model.addAttribute("back", "/staff/requests");
        form(typed, problems, model);
        return "portal/staff/end";
    }

    private static void form(Typed typed, Problems problems, Model model) {
        model.addAttribute("typed", typed);
        model.addAttribute("problems", problems);
    }

    private static AccessRequest find(String id, Fhir fhir) {
        return AccessRequest.of(fhir.search(ALL)).stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
