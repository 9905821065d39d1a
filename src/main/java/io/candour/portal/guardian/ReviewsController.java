package io.candour.portal.guardian;

import io.candour.portal.Fhir;
import io.candour.portal.FhirRefused;
import io.candour.portal.Visitor;
import io.candour.portal.form.Problems;
import io.candour.portal.form.Typed;
import io.candour.portal.staff.Ending;
import io.candour.portal.staff.OrganisationNames;
import io.candour.portal.staff.Refused;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Parameters;
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

/** Records that were opened by an emergency or a claim, and what a guardian finds of it. */
@Controller("guardianReviews")
@RequestMapping("/guardian/reviews")
class ReviewsController {
    static final String OPEN = "Task/$review-queue?open=true&_count=500";
    private static final String ALL = "Task/$review-queue?_count=500";
    private static final String LIST = "redirect:/guardian/reviews";

    @GetMapping
    String list(@RequestParam(defaultValue = "open") String show, Fhir fhir, Model model) {
        boolean all = show.equals("all");
        List<Review> reviews = Review.of(fhir.search(all ? ALL : OPEN));
        model.addAttribute("reviews", reviews);
        model.addAttribute("all", all);
        model.addAttribute(
                "organisations", OrganisationNames.of(reviews.stream().map(Review::organisation), fhir));
        return "portal/guardian/reviews";
    }

    @GetMapping("/{task}")
    String one(@PathVariable String task, Fhir fhir, Model model) {
        return page(find(task, fhir), Typed.NOTHING, new Problems(), fhir, model);
    }

    @PostMapping("/{task}")
    String review(
            @PathVariable String task,
            @RequestParam MultiValueMap<String, String> fields,
            HttpServletResponse response,
            Visitor visitor,
            Fhir fhir,
            Model model,
            RedirectAttributes next) {
        ForGuardians.check(visitor);
        Typed typed = new Typed(fields);
        Problems problems = new Problems();
        Optional<Parameters> parameters = Review.read(task, typed, problems);
        if (parameters.isEmpty()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return page(find(task, fhir), typed, problems, fhir, model);
        }
        try {
            fhir.post(Task.class, "Task/$review", parameters.get());
            next.addFlashAttribute("done", "guardian.done.reviewed");
            return LIST;
        } catch (FhirRefused refused) {
            response.setStatus(Refused.tell(refused, "guardian", Set.of("outcome", "note", "task"), problems));
            return page(find(task, fhir), typed, problems, fhir, model);
        }
    }

    private static String page(Review review, Typed typed, Problems problems, Fhir fhir, Model model) {
        model.addAttribute("review", review);
        model.addAttribute("outcomes", Review.OUTCOMES);
        model.addAttribute("organisations", OrganisationNames.of(Stream.of(review.organisation()), fhir));
        model.addAttribute("typed", typed);
        model.addAttribute("problems", problems);
        return "portal/guardian/review";
    }

    @GetMapping("/{task}/end")
    String end(@PathVariable String task, Visitor visitor, Fhir fhir, Model model) {
        ForGuardians.check(visitor);
        return ending(find(task, fhir), Typed.NOTHING, new Problems(), model);
    }

    @PostMapping("/{task}/end")
    String ended(
            @PathVariable String task,
            @RequestParam MultiValueMap<String, String> fields,
            HttpServletResponse response,
            Visitor visitor,
            Fhir fhir,
            Model model,
            RedirectAttributes next) {
        ForGuardians.check(visitor);
        Review review = find(task, fhir);
        Typed typed = new Typed(fields);
        Problems problems = new Problems();
        Optional<Parameters> parameters = Ending.read(review.id(), typed, problems);
        if (parameters.isEmpty()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return ending(review, typed, problems, model);
        }
        try {
            fhir.post(Parameters.class, "Patient/" + Fhir.encode(review.patient()) + "/$end-access", parameters.get());
            next.addFlashAttribute("done", "staff.done.ended");
            return LIST + "/" + review.id();
        } catch (FhirRefused refused) {
            if (refused.status() == HttpStatus.NOT_FOUND.value()) {
                next.addFlashAttribute("done", "guardian.done.over");
                return LIST + "/" + review.id();
            }
            response.setStatus(Refused.tell(refused, "staff.end", Set.of("reason"), problems));
            return ending(review, typed, problems, model);
        }
    }

    private static String ending(Review review, Typed typed, Problems problems, Model model) {
        model.addAttribute("action", "/guardian/reviews/" + review.id() + "/end");
        model.addAttribute("back", "/guardian/reviews/" + review.id());
        model.addAttribute("typed", typed);
        model.addAttribute("problems", problems);
        return "portal/staff/end";
    }

    /** What waits first: of what was reviewed long ago the API gives the latest alone. */
    private static Review find(String task, Fhir fhir) {
        return Stream.of(OPEN, ALL)
                .flatMap(queue -> Review.of(fhir.search(queue)).stream())
                .filter(each -> each.id().equals(task))
                .findFirst()
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
