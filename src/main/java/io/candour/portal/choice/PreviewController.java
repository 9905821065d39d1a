package io.candour.portal.choice;

import io.candour.portal.Fhir;
import io.candour.portal.FhirRefused;
import io.candour.portal.Whose;
import io.candour.portal.choice.Hiding.Named;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.Parameters;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** 'What would they see?': of an organisation that cares for the person, or of other uses. */
@Controller
class PreviewController {
    /** Uses that are not care, and what the preview is asked for each. */
    private static final Map<String, String> USES = Map.of(
            "planning", Fhir.query("callerKind", "system", "purpose", "HOPERAT"),
            "academic", Fhir.query("callerKind", "researcher", "role", "academic", "purpose", "HRESCH"),
            "commercial", Fhir.query("callerKind", "researcher", "role", "commercial", "purpose", "HRESCH"));

    private static final List<String> ORDER = List.of("academic", "commercial", "planning");

    @GetMapping("/record/{who}/choices/preview")
    String preview(@RequestParam Optional<String> seen, Fhir fhir, Whose whose, Model model) {
        Recipients recipients = new Recipients(fhir, whose);
        try {
            seen.ifPresent(by -> show(by, recipients, model));
        } catch (FhirRefused refused) {
            if (refused.status() == 404) {
                return ChoicesController.NOT_FOR_YOU;
            }
            throw refused;
        }
        model.addAttribute("organisations", recipients.organisations());
        model.addAttribute("uses", ORDER);
        model.addAttribute("seen", seen.orElse(""));
        return "portal/choice/preview";
    }

    private static void show(String by, Recipients recipients, Model model) {
        if (USES.containsKey(by)) {
            model.addAttribute("use", by);
            model.addAttribute("preview", ask(USES.get(by), recipients));
            return;
        }
        Optional<Named> named =
                recipients.of(by).filter(each -> each.reference().startsWith("Organization/"));
        if (named.isEmpty()) {
            model.addAttribute("error", "choice.error.preview");
            return;
        }
        model.addAttribute("organisation", named.get().name());
        model.addAttribute("preview", ask(Fhir.query("actor", by, "purpose", "TREAT"), recipients));
    }

    private static Preview ask(String query, Recipients recipients) {
        return Preview.of(recipients
                .fhir()
                .get(Parameters.class, "Patient/" + recipients.whose().patientId() + "/$consent-preview" + query));
    }
}
