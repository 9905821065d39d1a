package io.candour.portal.went;

import io.candour.portal.Fhir;
import io.candour.portal.Whose;
import java.util.List;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.StringType;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What a person is told of programmes that were let in, and that they read it: looking at the list marks nothing. */
@Controller
class AnnouncedController {
    private static final String PATH = "/record/{who}/announced";

    @GetMapping(PATH)
    String announced(Fhir fhir, Whose whose, Model model) {
        own(whose);
        model.addAttribute("notices", all(fhir, whose));
        return "portal/went/announced";
    }

    private static List<Announced> all(Fhir fhir, Whose whose) {
        return Announced.of(
                fhir.get(Parameters.class, "Patient/" + whose.patientId() + "/$programme-notices?_count=500"));
    }

    @PostMapping(PATH + "/{programme}")
    String read(@PathVariable String programme, Fhir fhir, Whose whose, RedirectAttributes next) {
        own(whose);
        if (all(fhir, whose).stream().noneMatch(each -> each.programme().equals(programme))) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        Parameters which = new Parameters();
        which.addParameter().setName("programme").setValue(new StringType(programme));
        fhir.post(Parameters.class, "Patient/" + whose.patientId() + "/$read-programme-notice", which);
        next.addFlashAttribute("done", "went.announced.done");
        return "redirect:" + whose.path() + "/announced";
    }

    /** Who acts for somebody does not read for them. */
    private static void own(Whose whose) {
        if (!whose.own()) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
    }
}
