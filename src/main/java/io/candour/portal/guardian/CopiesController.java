package io.candour.portal.guardian;

import io.candour.portal.Fhir;
import io.candour.portal.research.Copy;
import java.util.List;
import org.hl7.fhir.r4.model.Parameters;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.RequestMapping;

/** Copies of entries without names, which some programmes can ask for. */
@Controller("guardianCopies")
@RequestMapping("/guardian/copies")
class CopiesController extends AirlockController<Copy> {
    CopiesController() {
        super("copy", "copies", "extract");
    }

    @Override
    List<Copy> all(Fhir fhir) {
        return Copy.all(fhir);
    }

    @Override
    List<Copy> of(Parameters answer) {
        return Copy.of(answer);
    }

    @Override
    void show(Copy one, Model model) {
        model.addAttribute("people", one.people());
        model.addAttribute("files", one.files());
    }
}
