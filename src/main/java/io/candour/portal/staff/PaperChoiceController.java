package io.candour.portal.staff;

import io.candour.portal.Fhir;
import io.candour.portal.FhirRefused;
import io.candour.portal.Visitor;
import io.candour.portal.form.Problems;
import io.candour.portal.form.Typed;
import io.candour.portal.form.TypedDay;
import io.candour.portal.words.ReceiptNumber;
import io.candour.portal.words.Today;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Reference;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Staff with the role for it enter what somebody answered on paper, and get a receipt to keep with the form. */
@Controller("staffPaperChoice")
@RequestMapping("/staff/patients/{id:[A-Za-z0-9.-]{1,64}}/paper-choice")
class PaperChoiceController {
    private static final String FIRST_VERSION = "1";

    private final Today today;

    PaperChoiceController(Today today) {
        this.today = today;
    }

    @GetMapping
    String ask(@PathVariable String id, Visitor visitor, Fhir fhir, Model model) {
        head(id, visitor, fhir, model);
        return form(Typed.NOTHING, new Problems(), model);
    }

    @PostMapping
    String asked(
            @PathVariable String id,
            @RequestParam MultiValueMap<String, String> fields,
            @RequestParam(defaultValue = "") String step,
            HttpServletResponse response,
            Visitor visitor,
            Fhir fhir,
            Model model,
            RedirectAttributes next) {
        head(id, visitor, fhir, model);
        Typed typed = new Typed(fields);
        Problems problems = new Problems();
        if (step.equals("change")) {
            return form(typed, problems, model);
        }
        Optional<Parameters> parameters = PaperChoice.read(typed, today.day(), problems);
        if (parameters.isEmpty()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return form(typed, problems, model);
        }
        if (!step.equals("send")) {
            model.addAttribute("typed", typed);
            model.addAttribute("signed", TypedDay.of(typed, "signed").date().orElseThrow());
            return "portal/staff/paper-check";
        }
        try {
            Parameters saved =
                    fhir.post(Parameters.class, "Patient/" + Fhir.encode(id) + "/$record-choice", parameters.get());
            next.addFlashAttribute("typed", typed);
            next.addFlashAttribute("signed", TypedDay.of(typed, "signed").date().orElseThrow());
            next.addFlashAttribute(
                    "receipt",
                    ReceiptNumber.of(
                            ((Reference) saved.getParameter("consent").getValue())
                                    .getReferenceElement()
                                    .getIdPart(),
                            FIRST_VERSION));
            return "redirect:/staff/patients/" + id + "/paper-choice/saved";
        } catch (FhirRefused refused) {
            response.setStatus(Refused.tell(refused, "staff.paper", PaperChoice.FIELDS, problems));
            return form(typed, problems, model);
        }
    }

    /** Shown once, right after it was saved: whoever entered a choice cannot read it back. */
    @GetMapping("/saved")
    String saved(@PathVariable String id, Visitor visitor, Fhir fhir, Model model) {
        head(id, visitor, fhir, model);
        return model.containsAttribute("receipt") ? "portal/staff/paper-saved" : "redirect:/staff/patients/" + id;
    }

    /** Nobody enters a choice of somebody whom they are not shown. */
    private void head(String id, Visitor visitor, Fhir fhir, Model model) {
        if (!visitor.isChoiceRegistrar()) {
            throw new ResponseStatusException(HttpStatus.FORBIDDEN);
        }
        Optional<Person> person = Person.find(id, fhir, today.day());
        if (person.isEmpty()) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        model.addAttribute("patient", id);
        model.addAttribute("person", person);
    }

    private static String form(Typed typed, Problems problems, Model model) {
        model.addAttribute("choices", PaperChoice.CHOICES);
        model.addAttribute("yesNo", PaperChoice.YES_NO);
        model.addAttribute("typed", typed);
        model.addAttribute("problems", problems);
        return "portal/staff/paper";
    }
}
