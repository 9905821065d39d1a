package io.candour.portal.programme;

import io.candour.portal.Fhir;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** Who may use records, for everybody. */
@Controller
class RegisterController {
    @GetMapping("/programmes")
    String register(Fhir fhir, Model model) {
        model.addAttribute("register", Register.of(Programme.all(fhir)));
        return "portal/programme/register";
    }

    @GetMapping("/programmes/{id}")
    String one(@PathVariable String id, Fhir fhir, Model model) {
        model.addAttribute("programme", Programme.find(id, fhir));
        return "portal/programme/programme";
    }
}
