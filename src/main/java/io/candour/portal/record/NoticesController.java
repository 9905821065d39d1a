package io.candour.portal.record;

import io.candour.portal.Fhir;
import io.candour.portal.Whose;
import io.candour.portal.words.Words;
import org.hl7.fhir.r4.model.Communication;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.StringType;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** What the person is told of, and that it was read: nothing is marked as read by looking at a list. */
@Controller
class NoticesController {
    private final Words words;

    NoticesController(Words words) {
        this.words = words;
    }

    @GetMapping("/record/{who}/notices")
    String all(Fhir fhir, Whose whose, Model model) {
        model.addAttribute("notices", Notice.all(fhir, whose, words));
        return "portal/record/notices";
    }

    @GetMapping("/record/{who}/notices/{id}")
    String one(@PathVariable String id, Fhir fhir, Whose whose, Model model) {
        model.addAttribute("notice", Notice.of(find(id, fhir, whose), words));
        return "portal/record/notice";
    }

    @PostMapping("/record/{who}/notices/{id}")
    String read(@PathVariable String id, Fhir fhir, Whose whose) {
        Communication notice = find(id, fhir, whose);
        Parameters which = new Parameters();
        which.addParameter()
                .setName("notice")
                .setValue(new StringType(notice.getIdElement().getIdPart()));
        fhir.post(Communication.class, "Patient/" + whose.patientId() + "/$read-notice", which);
        return "redirect:" + whose.path() + "/notices/" + notice.getIdElement().getIdPart();
    }

    private Communication find(String id, Fhir fhir, Whose whose) {
        if (new Items(fhir, whose, words).find("Communication", id) instanceof Communication found
                && Notice.isNotice(found, whose)) {
            return found;
        }
        throw Items.notThere();
    }
}
