package io.candour.portal.staff;

import io.candour.portal.Fhir;
import io.candour.portal.FhirRefused;
import io.candour.portal.form.Problems;
import io.candour.portal.form.Typed;
import io.candour.portal.words.Today;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Reference;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Opens a closed record in an emergency, or because its person is cared for. What was typed stays when it is refused. */
@Controller("staffOpening")
class OpeningController {
    private static final Set<String> FIELDS = Set.of(Asked.NUMBER, Asked.BORN, Opening.REASON, Opening.REASON_TEXT);

    private final Today today;

    OpeningController(Today today) {
        this.today = today;
    }

    @GetMapping("/staff/emergency")
    String emergency(Model model) {
        return page(Opening.EMERGENCY, Typed.NOTHING, new Problems(), model);
    }

    @GetMapping("/staff/care")
    String care(Model model) {
        return page(Opening.CARE, Typed.NOTHING, new Problems(), model);
    }

    /** From the page that found nobody: who was looked for need not be typed again. Nothing is opened yet. */
    @PostMapping(path = "/staff/emergency", params = "begin")
    String beginEmergency(@RequestParam MultiValueMap<String, String> fields, Model model) {
        return page(Opening.EMERGENCY, new Typed(fields), new Problems(), model);
    }

    @PostMapping(path = "/staff/care", params = "begin")
    String beginCare(@RequestParam MultiValueMap<String, String> fields, Model model) {
        return page(Opening.CARE, new Typed(fields), new Problems(), model);
    }

    @PostMapping(path = "/staff/emergency", params = "!begin")
    String openInEmergency(
            @RequestParam MultiValueMap<String, String> fields, HttpServletResponse response, Fhir fhir, Model model) {
        return open(Opening.EMERGENCY, new Typed(fields), response, fhir, model);
    }

    @PostMapping(path = "/staff/care", params = "!begin")
    String openForCare(
            @RequestParam MultiValueMap<String, String> fields, HttpServletResponse response, Fhir fhir, Model model) {
        return open(Opening.CARE, new Typed(fields), response, fhir, model);
    }

    private String open(Opening opening, Typed typed, HttpServletResponse response, Fhir fhir, Model model) {
        Problems problems = new Problems();
        Optional<Parameters> parameters = opening.read(typed, today.day(), problems);
        if (parameters.isEmpty()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return page(opening, typed, problems, model);
        }
        try {
            Parameters opened = fhir.post(Parameters.class, "Patient/$" + opening.operation(), parameters.get());
            String patient = ((Reference) opened.getParameter("patient").getValue())
                    .getReferenceElement()
                    .getIdPart();
            Access access =
                    new Access(opening, opened.getParameter("grant").getValue().primitiveValue());
            return "redirect:/staff/patients/" + patient + "?access=" + access.written();
        } catch (FhirRefused refused) {
            response.setStatus(Refused.tell(refused, "staff", FIELDS, problems));
            return page(opening, typed, problems, model);
        }
    }

    private static String page(Opening opening, Typed typed, Problems problems, Model model) {
        model.addAttribute("opening", opening.path());
        model.addAttribute("reasons", opening.reasons());
        model.addAttribute("typed", typed);
        model.addAttribute("problems", problems);
        return "portal/staff/open";
    }
}
