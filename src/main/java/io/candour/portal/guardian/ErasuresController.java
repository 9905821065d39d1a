package io.candour.portal.guardian;

import io.candour.portal.Fhir;
import io.candour.portal.programme.Programme;
import io.candour.portal.research.Erasure;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What recipients are to erase from copies that they have, and what they say of it. */
@Controller("guardianErasures")
class ErasuresController {
    @GetMapping("/guardian/erasures")
    String erasures(@RequestParam(defaultValue = "open") String show, Fhir fhir, Model model) {
        boolean all = show.equals("all");
        List<Erasure> erasures = all ? Erasure.all(fhir) : Erasure.open(fhir);
        model.addAttribute("erasures", erasures);
        model.addAttribute(
                "programmes",
                Programme.named(erasures.stream().map(Erasure::programme).collect(Collectors.toSet()), fhir));
        model.addAttribute("all", all);
        return "portal/guardian/erasures";
    }
}
