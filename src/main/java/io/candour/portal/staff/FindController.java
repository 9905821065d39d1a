package io.candour.portal.staff;

import io.candour.portal.Fhir;
import io.candour.portal.form.Problems;
import io.candour.portal.form.Typed;
import io.candour.portal.words.Today;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.hl7.fhir.r4.model.Patient;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Where a clinician begins: a person by NHS number and birth date. Both come by POST, so that no log or history has them. */
@Controller("staffFind")
class FindController {
    private static final String NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number|";

    private final Today today;

    FindController(Today today) {
        this.today = today;
    }

    @GetMapping("/staff")
    String find(Model model) {
        return page(Typed.NOTHING, new Problems(), model);
    }

    @PostMapping("/staff/find")
    String found(
            @RequestParam MultiValueMap<String, String> fields, HttpServletResponse response, Fhir fhir, Model model) {
        Typed typed = new Typed(fields);
        Problems problems = new Problems();
        Optional<Asked> asked = Asked.read(typed, today.day(), problems);
        if (asked.isEmpty()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return page(typed, problems, model);
        }
        Optional<String> patient = patient(asked.get(), fhir);
        if (patient.isPresent()) {
            return "redirect:/staff/patients/" + patient.get();
        }
        response.setStatus(HttpStatus.NOT_FOUND.value());
        model.addAttribute("typed", typed);
        return "portal/staff/not-found";
    }

    private static String page(Typed typed, Problems problems, Model model) {
        model.addAttribute("typed", typed);
        model.addAttribute("problems", problems);
        return "portal/staff/find";
    }

    private static Optional<String> patient(Asked asked, Fhir fhir) {
        String query = Fhir.query(
                "identifier",
                NHS_NUMBER + asked.number().digits(),
                "birthdate",
                asked.born().toString());
        return Glance.items(fhir.search("Patient" + query)).stream()
                .filter(Patient.class::isInstance)
                .map(each -> each.getIdElement().getIdPart())
                .findFirst();
    }
}
