package io.candour.portal.guardian;

import io.candour.portal.Fhir;
import io.candour.portal.FhirRefused;
import io.candour.portal.Visitor;
import io.candour.portal.form.Problems;
import io.candour.portal.form.Typed;
import io.candour.portal.programme.Programme;
import io.candour.portal.research.Copy;
import io.candour.portal.research.Erasure;
import io.candour.portal.staff.Refused;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Parameters;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Copies of entries without names, by four eyes as questions are; and what recipients are to erase from theirs. */
@Controller("guardianCopies")
class CopiesController {
    private static final Set<String> FIELDS = Set.of("outcome", "note", "extract", "programme", "run");

    @GetMapping("/guardian/copies")
    String list(@RequestParam(defaultValue = "open") String show, Fhir fhir, Model model) {
        boolean all = show.equals("all");
        List<Copy> copies =
                Copy.all(fhir).stream().filter(each -> all || each.isOpen()).toList();
        model.addAttribute("copies", copies);
        model.addAttribute("programmes", programmes(copies.stream().map(Copy::programme), fhir));
        model.addAttribute("all", all);
        return "portal/guardian/copies";
    }

    private static Map<String, Programme> programmes(Stream<String> ids, Fhir fhir) {
        Collection<String> distinct = ids.collect(Collectors.toSet());
        return Programme.named(distinct, fhir);
    }

    @GetMapping("/guardian/erasures")
    String erasures(@RequestParam(defaultValue = "open") String show, Fhir fhir, Model model) {
        boolean all = show.equals("all");
        List<Erasure> erasures =
                Erasure.all(fhir).stream().filter(each -> all || each.isOpen()).toList();
        model.addAttribute("erasures", erasures);
        model.addAttribute("programmes", programmes(erasures.stream().map(Erasure::programme), fhir));
        model.addAttribute("all", all);
        return "portal/guardian/erasures";
    }

    @GetMapping("/guardian/copies/{id}")
    String one(@PathVariable String id, Visitor visitor, Fhir fhir, Model model) {
        return page(find(id, fhir), visitor, Typed.NOTHING, new Problems(), fhir, model);
    }

    @PostMapping("/guardian/copies/{id}")
    String review(
            @PathVariable String id,
            @RequestParam MultiValueMap<String, String> fields,
            @RequestParam(defaultValue = "") String step,
            HttpServletResponse response,
            Visitor visitor,
            Fhir fhir,
            Model model,
            RedirectAttributes next) {
        ForGuardians.check(visitor);
        Copy copy = find(id, fhir);
        AirlockReview review = of(copy);
        Typed typed = new Typed(fields);
        Problems problems = new Problems();
        if (step.equals("change")) {
            return page(copy, visitor, typed, problems, fhir, model);
        }
        Optional<Parameters> parameters = review.read(typed, review.outcomes(visitor), problems);
        if (parameters.isEmpty()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return page(copy, visitor, typed, problems, fhir, model);
        }
        if (!step.equals("send")) {
            model.addAttribute("copy", copy);
            model.addAttribute("stage", review.stage());
            model.addAttribute("typed", typed);
            return "portal/guardian/copy-check";
        }
        try {
            Copy after = Copy.of(fhir.post(Parameters.class, "ResearchStudy/$review-extract", parameters.get()))
                    .get(0);
            next.addFlashAttribute("done", "guardian.done.copy." + after.state());
            return "redirect:/guardian/copies/" + after.id();
        } catch (FhirRefused refused) {
            response.setStatus(Refused.tell(refused, "guardian", FIELDS, problems));
            return page(find(id, fhir), visitor, typed, problems, fhir, model);
        }
    }

    private static String page(Copy copy, Visitor visitor, Typed typed, Problems problems, Fhir fhir, Model model) {
        AirlockReview review = of(copy);
        model.addAttribute("copy", copy);
        model.addAttribute("stage", review.stage());
        model.addAttribute("own", review.isAskedBy(visitor));
        model.addAttribute("outcomes", review.outcomes(visitor));
        model.addAttribute("programme", Programme.find(copy.programme(), fhir));
        model.addAttribute("typed", typed);
        model.addAttribute("problems", problems);
        return "portal/guardian/copy";
    }

    private static AirlockReview of(Copy copy) {
        return new AirlockReview(copy, "extract");
    }

    private static Copy find(String id, Fhir fhir) {
        return Copy.find(id, fhir).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
