package io.candour.portal.guardian;

import io.candour.portal.Fhir;
import io.candour.portal.FhirRefused;
import io.candour.portal.Visitor;
import io.candour.portal.form.Problems;
import io.candour.portal.form.Typed;
import io.candour.portal.programme.Programme;
import io.candour.portal.research.Passing;
import io.candour.portal.staff.Refused;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Parameters;
import org.springframework.http.HttpStatus;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * What passes the airlock, in one shape for all kinds: a list, and each on a page of its own, where a guardian looks at what is
 * asked for before any record is looked at, and at what came of it before it leaves.
 */
abstract class AirlockController<T extends Passing> {
    private final String kind;
    private final String kinds;
    private final String name;

    /**
     * @param kind what messages call one
     * @param kinds what messages and addresses call several
     * @param name what the API calls one
     */
    AirlockController(String kind, String kinds, String name) {
        this.kind = kind;
        this.kinds = kinds;
        this.name = name;
    }

    /** The latest, newest first. */
    abstract List<T> all(Fhir fhir);

    /** Those that the API answers a review with. */
    abstract List<T> of(Parameters answer);

    /** Adds what a page shows of this kind alone. */
    abstract void show(T one, Model model);

    @GetMapping
    String list(@RequestParam(defaultValue = "open") String show, Fhir fhir, Model model) {
        boolean all = show.equals("all");
        List<T> passing =
                all(fhir).stream().filter(each -> all || each.isOpen()).toList();
        model.addAttribute("kind", kind);
        model.addAttribute("kinds", kinds);
        model.addAttribute("passing", passing);
        model.addAttribute(
                "programmes",
                Programme.named(passing.stream().map(Passing::programme).collect(Collectors.toSet()), fhir));
        model.addAttribute("all", all);
        return "portal/guardian/airlock";
    }

    @GetMapping("/{id}")
    String one(@PathVariable String id, Visitor visitor, Fhir fhir, Model model) {
        return page(find(id, fhir), visitor, Typed.NOTHING, new Problems(), fhir, model);
    }

    @PostMapping("/{id}")
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
        T one = find(id, fhir);
        AirlockReview review = new AirlockReview(one, name);
        Typed typed = new Typed(fields);
        Problems problems = new Problems();
        if (step.equals("change")) {
            return page(one, visitor, typed, problems, fhir, model);
        }
        Optional<Parameters> parameters = review.read(typed, review.outcomes(visitor), problems);
        if (parameters.isEmpty()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return page(one, visitor, typed, problems, fhir, model);
        }
        if (!step.equals("send")) {
            about(one, model);
            model.addAttribute("typed", typed);
            return "portal/guardian/airlock-check";
        }
        try {
            T after = of(fhir.post(Parameters.class, "ResearchStudy/$review-" + name, parameters.get()))
                    .get(0);
            next.addFlashAttribute("done", "guardian.done." + kind + "." + after.state());
            return "redirect:/guardian/" + kinds + "/" + after.id();
        } catch (FhirRefused refused) {
            response.setStatus(
                    Refused.tell(refused, "guardian", Set.of("outcome", "note", name, "programme", "run"), problems));
            return page(find(id, fhir), visitor, typed, problems, fhir, model);
        }
    }

    /** The page of one, with what is wrong with a form that was sent. */
    String page(T one, Visitor visitor, Typed typed, Problems problems, Fhir fhir, Model model) {
        AirlockReview review = new AirlockReview(one, name);
        about(one, model);
        model.addAttribute("own", review.isAskedBy(visitor));
        model.addAttribute("outcomes", review.outcomes(visitor));
        model.addAttribute("programme", Programme.find(one.programme(), fhir));
        model.addAttribute("typed", typed);
        model.addAttribute("problems", problems);
        show(one, model);
        return "portal/guardian/airlock-one";
    }

    private void about(T one, Model model) {
        model.addAttribute("kind", kind);
        model.addAttribute("kinds", kinds);
        model.addAttribute("one", one);
        model.addAttribute("stage", new AirlockReview(one, name).stage());
    }

    T find(String id, Fhir fhir) {
        return all(fhir).stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
