package io.candour.portal.went;

import io.candour.portal.Fhir;
import io.candour.portal.FhirRefused;
import io.candour.portal.Whose;
import io.candour.portal.choice.ChoicesThen;
import io.candour.portal.choice.ChoicesThen.Then;
import io.candour.portal.choice.MyChoices;
import io.candour.portal.programme.Programme;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Parameters;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** Where my data went: to whom, for what, when, and on which choice. */
@Controller
class WentController {
    private static final int MOST = 200;
    private static final Set<Integer> NOT_FOR_THEM = Set.of(403, 404);

    /**
     * One of them, beside the choice that it rested on.
     *
     * @param choice the code of the question to the person that says whether they are counted
     * @param then what held when they were; empty where the visitor may not see their choices
     */
    record Row(Release release, String choice, Optional<Then> then) {}

    @GetMapping("/record/{who}/went")
    String went(Fhir fhir, Whose whose, Model model) {
        List<Release> releases;
        try {
            releases = Release.of(fhir.get(
                    Parameters.class,
                    "Patient/" + whose.patientId() + "/$releases" + Fhir.query("_count", Integer.toString(MOST))));
        } catch (FhirRefused refused) {
            if (!whose.own() && NOT_FOR_THEM.contains(refused.status())) {
                return "portal/went/not-for-you";
            }
            throw refused;
        }
        Map<String, Programme> programmes =
                Programme.named(releases.stream().map(Release::programme).collect(Collectors.toSet()), fhir);
        Optional<ChoicesThen> choices = releases.isEmpty()
                ? Optional.empty()
                : MyChoices.of(fhir, whose).then();
        model.addAttribute(
                "rows",
                releases.stream().map(each -> row(each, programmes, choices)).toList());
        model.addAttribute("more", releases.size() >= MOST);
        return "portal/went/went";
    }

    private static Row row(Release release, Map<String, Programme> programmes, Optional<ChoicesThen> choices) {
        String choice = Optional.ofNullable(programmes.get(release.programme()))
                .map(Programme::choice)
                .orElse("academic-research");
        return new Row(release, choice, choices.flatMap(all -> release.counted().map(at -> all.of(choice, at))));
    }
}
