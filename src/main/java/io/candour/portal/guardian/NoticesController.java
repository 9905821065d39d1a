package io.candour.portal.guardian;

import io.candour.portal.Fhir;
import io.candour.portal.programme.Programme;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** Whether programmes were announced so that people know of them: how many have read each notice. */
@Controller("guardianNotices")
class NoticesController {
    @GetMapping("/guardian/notices")
    String notices(Fhir fhir, Model model) {
        List<Receipts> receipts = Receipts.all(fhir);
        model.addAttribute("receipts", receipts);
        model.addAttribute(
                "programmes",
                Programme.named(receipts.stream().map(Receipts::programme).collect(Collectors.toSet()), fhir));
        return "portal/guardian/notices";
    }
}
