package io.candour.portal.research;

import io.candour.portal.Fhir;
import io.candour.portal.FhirRefused;
import io.candour.portal.Visitor;
import io.candour.portal.form.OwnWords;
import io.candour.portal.form.Problems;
import io.candour.portal.form.Typed;
import io.candour.portal.programme.Programme;
import io.candour.portal.staff.Refused;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;
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

/** A researcher asks for a copy of entries without names, sees what came of it, and says what was erased from it. */
@Controller("researchCopies")
@RequestMapping("/research")
class CopiesController {
    private static final String SEND = "send";
    private static final String CHANGE = "change";

    @GetMapping("/programmes/{programme}/copy")
    String ask(@PathVariable String programme, Fhir fhir, Visitor visitor, Model model) {
        return asking(ResearchController.running(programme, visitor, fhir), Typed.NOTHING, new Problems(), model);
    }

    @PostMapping("/programmes/{programme}/copy")
    String asked(
            @PathVariable String programme,
            @RequestParam MultiValueMap<String, String> fields,
            @RequestParam(defaultValue = "") String step,
            HttpServletResponse response,
            Fhir fhir,
            Visitor visitor,
            Model model,
            RedirectAttributes next) {
        Programme asking = ResearchController.running(programme, visitor, fhir);
        Typed typed = new Typed(fields);
        Problems problems = new Problems();
        if (step.equals(CHANGE)) {
            return asking(asking, typed, problems, model);
        }
        String reason = OwnWords.read(typed, "reason", "research.problem.copy", problems);
        if (problems.any()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return asking(asking, typed, problems, model);
        }
        if (!step.equals(SEND)) {
            model.addAttribute("programme", asking);
            model.addAttribute("typed", typed);
            return "portal/research/copy-check";
        }
        Parameters parameters = new Parameters();
        parameters.addParameter().setName("programme").setValue(new StringType(asking.id()));
        parameters.addParameter().setName("reason").setValue(new StringType(reason));
        try {
            Task sent = fhir.post(Task.class, "ResearchStudy/$ask-extract", parameters);
            next.addFlashAttribute("done", "research.done.copy");
            return "redirect:/research/copies/" + sent.getIdElement().getIdPart();
        } catch (FhirRefused refused) {
            response.setStatus(Refused.tell(refused, "research.copy", Set.of("programme", "reason"), problems));
            return asking(asking, typed, problems, model);
        }
    }

    private static String asking(Programme programme, Typed typed, Problems problems, Model model) {
        model.addAttribute("programme", programme);
        model.addAttribute("typed", typed);
        model.addAttribute("problems", problems);
        return "portal/research/copy-ask";
    }

    @GetMapping("/copies/{id}")
    String one(@PathVariable String id, Fhir fhir, Model model) {
        Copy copy = Copy.find(id, fhir).orElseThrow(CopiesController::notThere);
        model.addAttribute("copy", copy);
        model.addAttribute("programme", Programme.find(copy.programme(), fhir));
        return "portal/research/copy";
    }

    @GetMapping("/erasures/{id}")
    String erase(@PathVariable String id, Fhir fhir, Model model) {
        return erasing(find(id, fhir), Typed.NOTHING, new Problems(), fhir, model);
    }

    @PostMapping("/erasures/{id}")
    String erased(
            @PathVariable String id,
            @RequestParam MultiValueMap<String, String> fields,
            @RequestParam(defaultValue = "") String step,
            HttpServletResponse response,
            Fhir fhir,
            Model model,
            RedirectAttributes next) {
        Erasure erasure = find(id, fhir);
        Typed typed = new Typed(fields);
        Problems problems = new Problems();
        if (step.equals(CHANGE)) {
            return erasing(erasure, typed, problems, fhir, model);
        }
        Optional<Parameters> parameters = erasure.answer(typed, problems);
        if (parameters.isEmpty()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return erasing(erasure, typed, problems, fhir, model);
        }
        if (!step.equals(SEND)) {
            model.addAttribute("erasure", erasure);
            model.addAttribute("typed", typed);
            return "portal/research/erasure-check";
        }
        try {
            fhir.post(Task.class, "Task/$answer-erasure", parameters.get());
            next.addFlashAttribute("done", "research.done.erasure");
            return "redirect:/research/erasures/" + erasure.id();
        } catch (FhirRefused refused) {
            response.setStatus(
                    Refused.tell(refused, "research.erasure", Set.of("task", "outcome", "statement"), problems));
            return erasing(find(id, fhir), typed, problems, fhir, model);
        }
    }

    private static String erasing(Erasure erasure, Typed typed, Problems problems, Fhir fhir, Model model) {
        model.addAttribute("erasure", erasure);
        model.addAttribute("programme", Programme.find(erasure.programme(), fhir));
        model.addAttribute("outcomes", Erasure.OUTCOMES);
        model.addAttribute("typed", typed);
        model.addAttribute("problems", problems);
        return "portal/research/erasure";
    }

    private static Erasure find(String id, Fhir fhir) {
        return Erasure.find(id, fhir).orElseThrow(CopiesController::notThere);
    }

    private static ResponseStatusException notThere() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
}
