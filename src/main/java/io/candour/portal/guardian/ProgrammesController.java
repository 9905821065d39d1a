package io.candour.portal.guardian;

import io.candour.portal.Fhir;
import io.candour.portal.FhirRefused;
import io.candour.portal.Visitor;
import io.candour.portal.form.Problems;
import io.candour.portal.form.Typed;
import io.candour.portal.staff.Refused;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.ResearchStudy;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The register of secondary uses as guardians keep it: one enters a programme, another lets it in. */
@Controller("guardianProgrammes")
@RequestMapping("/guardian/programmes")
class ProgrammesController {
    private static final Set<String> FIELDS = Set.of(
            "organisation",
            "organisationName",
            "organisationType",
            "title",
            "description",
            "purpose",
            "commercial",
            "legalBasis",
            "fee",
            "category",
            "start",
            "end",
            "notice");

    private static final String SEND = "send";
    private static final String CHANGE = "change";

    @GetMapping
    String list(@RequestParam(defaultValue = "open") String show, Fhir fhir, Model model) {
        boolean all = show.equals("all");
        Parameters answer = Entered.answer(fhir);
        model.addAttribute("nights", Night.of(answer));
        model.addAttribute(
                "entered",
                Entered.of(answer).stream().filter(each -> all || each.isOpen()).toList());
        model.addAttribute("all", all);
        return "portal/guardian/programmes";
    }

    @GetMapping("/new")
    String enter(Visitor visitor, Model model) {
        ForGuardians.check(visitor);
        return form(Typed.NOTHING, new Problems(), model);
    }

    @PostMapping("/new")
    String entered(
            @RequestParam MultiValueMap<String, String> fields,
            @RequestParam(defaultValue = "") String step,
            HttpServletResponse response,
            Visitor visitor,
            Fhir fhir,
            Model model,
            RedirectAttributes next) {
        ForGuardians.check(visitor);
        Typed typed = new Typed(fields);
        Problems problems = new Problems();
        if (step.equals(CHANGE)) {
            return form(typed, problems, model);
        }
        Optional<NewProgramme> programme = NewProgramme.read(typed, problems);
        if (programme.isEmpty()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return form(typed, problems, model);
        }
        if (!step.equals(SEND)) {
            model.addAttribute("programme", programme.get());
            model.addAttribute("typed", typed);
            return "portal/guardian/programme-check";
        }
        try {
            ResearchStudy study = fhir.post(
                    ResearchStudy.class,
                    "ResearchStudy/$register-programme",
                    programme.get().parameters());
            next.addFlashAttribute("done", "guardian.done.entered");
            return "redirect:/guardian/programmes/" + study.getIdElement().getIdPart();
        } catch (FhirRefused refused) {
            response.setStatus(Refused.tell(refused, "guardian", FIELDS, problems));
            return form(typed, problems, model);
        }
    }

    private static String form(Typed typed, Problems problems, Model model) {
        model.addAttribute("types", NewProgramme.TYPES);
        model.addAttribute("purposes", NewProgramme.PURPOSES);
        model.addAttribute("yesNo", NewProgramme.YES_NO);
        model.addAttribute("categories", NewProgramme.CATEGORIES);
        model.addAttribute("typed", typed);
        model.addAttribute("problems", problems);
        return "portal/guardian/programme-new";
    }

    @GetMapping("/{id}")
    String one(@PathVariable String id, Visitor visitor, Fhir fhir, Model model) {
        return page(find(id, fhir), visitor, Typed.NOTHING, new Problems(), fhir, model);
    }

    @PostMapping("/{id}")
    String decide(
            @PathVariable String id,
            @RequestParam MultiValueMap<String, String> fields,
            @RequestParam(defaultValue = "") String step,
            HttpServletResponse response,
            Visitor visitor,
            Fhir fhir,
            Model model,
            RedirectAttributes next) {
        ForGuardians.check(visitor);
        Entered entered = find(id, fhir);
        List<String> outcomes = entered.outcomes(visitor);
        Typed typed = new Typed(fields);
        Problems problems = new Problems();
        if (step.equals(CHANGE)) {
            return page(entered, visitor, typed, problems, fhir, model);
        }
        Optional<Parameters> parameters = entered.decide(typed, outcomes, problems);
        if (parameters.isEmpty()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return page(entered, visitor, typed, problems, fhir, model);
        }
        if (!step.equals(SEND)) {
            model.addAttribute("entered", entered);
            model.addAttribute("typed", typed);
            return "portal/guardian/programme-decide";
        }
        try {
            fhir.post(ResearchStudy.class, "ResearchStudy/$decide-programme", parameters.get());
            next.addFlashAttribute("done", "guardian.done.decided");
            return "redirect:/guardian/programmes/" + entered.programme().id();
        } catch (FhirRefused refused) {
            response.setStatus(Refused.tell(refused, "guardian", Set.of("outcome", "note", "programme"), problems));
            return page(find(id, fhir), visitor, typed, problems, fhir, model);
        }
    }

    private static String page(
            Entered entered, Visitor visitor, Typed typed, Problems problems, Fhir fhir, Model model) {
        model.addAttribute("receipts", Receipts.find(entered.programme().id(), fhir));
        model.addAttribute("entered", entered);
        model.addAttribute("own", entered.isEnteredBy(visitor));
        // What was refused stays to be read, also where nothing can be decided any more.
        model.addAttribute("outcomes", entered.outcomes(visitor));
        model.addAttribute("typed", typed);
        model.addAttribute("problems", problems);
        return "portal/guardian/programme";
    }

    private static Entered find(String id, Fhir fhir) {
        return Entered.find(id, fhir).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
