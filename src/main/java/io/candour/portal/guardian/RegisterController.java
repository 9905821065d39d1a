package io.candour.portal.guardian;

import io.candour.portal.Fhir;
import io.candour.portal.staff.AccessRequest;
import io.candour.portal.staff.OrganisationNames;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** What people let staff see, for how long, and what became of it. */
@Controller("guardianRegister")
class RegisterController {
    static final String ALL = "Task/$access-requests?_count=500";

    @GetMapping("/guardian/requests")
    String register(Fhir fhir, Model model) {
        List<AccessRequest> requests = AccessRequest.of(fhir.search(ALL));
        model.addAttribute("requests", requests);
        model.addAttribute(
                "organisations", OrganisationNames.of(requests.stream().map(AccessRequest::organisation), fhir));
        return "portal/guardian/requests";
    }
}
