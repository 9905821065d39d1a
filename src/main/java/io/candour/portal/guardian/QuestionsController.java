package io.candour.portal.guardian;

import io.candour.portal.Fhir;
import io.candour.portal.FhirRefused;
import io.candour.portal.Visitor;
import io.candour.portal.form.Problems;
import io.candour.portal.form.Typed;
import io.candour.portal.programme.Programme;
import io.candour.portal.research.Bars;
import io.candour.portal.research.Question;
import io.candour.portal.staff.Refused;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.StringType;
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

/** What researchers ask: a guardian looks at each question before it is put to the records, and at its answer before it leaves. */
@Controller("guardianQuestions")
@RequestMapping("/guardian/questions")
class QuestionsController {
    private static final Set<String> FIELDS = Set.of("outcome", "note", "question", "programme", "run");

    @GetMapping
    String list(@RequestParam(defaultValue = "open") String show, Fhir fhir, Model model) {
        boolean all = show.equals("all");
        List<Question> questions =
                Question.all(fhir).stream().filter(each -> all || each.isOpen()).toList();
        model.addAttribute("questions", questions);
        model.addAttribute(
                "programmes",
                Programme.named(questions.stream().map(Question::programme).collect(Collectors.toSet()), fhir));
        model.addAttribute("all", all);
        return "portal/guardian/questions";
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
        Question question = find(id, fhir);
        AirlockReview review = of(question);
        Typed typed = new Typed(fields);
        Problems problems = new Problems();
        if (step.equals("change")) {
            return page(question, visitor, typed, problems, fhir, model);
        }
        Optional<Parameters> parameters = review.read(typed, review.outcomes(visitor), problems);
        if (parameters.isEmpty()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return page(question, visitor, typed, problems, fhir, model);
        }
        if (!step.equals("send")) {
            model.addAttribute("question", question);
            model.addAttribute("stage", review.stage());
            model.addAttribute("typed", typed);
            return "portal/guardian/question-check";
        }
        try {
            Question after = Question.of(
                            fhir.post(Parameters.class, "ResearchStudy/$review-question", parameters.get()))
                    .get(0);
            next.addFlashAttribute("done", "guardian.done.question." + after.state());
            return "redirect:/guardian/questions/" + after.id();
        } catch (FhirRefused refused) {
            response.setStatus(Refused.tell(refused, "guardian", FIELDS, problems));
            return page(find(id, fhir), visitor, typed, problems, fhir, model);
        }
    }

    /** Stops one that is being put to the records. */
    @PostMapping("/{id}/cancel")
    String cancel(
            @PathVariable String id,
            HttpServletResponse response,
            Visitor visitor,
            Fhir fhir,
            Model model,
            RedirectAttributes next) {
        ForGuardians.check(visitor);
        Parameters parameters = new Parameters();
        parameters.addParameter().setName("question").setValue(new StringType(id));
        try {
            fhir.post(Parameters.class, "ResearchStudy/$cancel-question", parameters);
            next.addFlashAttribute("done", "guardian.done.question.cancelled");
            return "redirect:/guardian/questions/" + find(id, fhir).id();
        } catch (FhirRefused refused) {
            Problems problems = new Problems();
            response.setStatus(Refused.tell(refused, "guardian", FIELDS, problems));
            return page(find(id, fhir), visitor, Typed.NOTHING, problems, fhir, model);
        }
    }

    private static String page(
            Question question, Visitor visitor, Typed typed, Problems problems, Fhir fhir, Model model) {
        AirlockReview review = of(question);
        model.addAttribute("question", question);
        model.addAttribute("stage", review.stage());
        model.addAttribute("own", review.isAskedBy(visitor));
        model.addAttribute("outcomes", review.outcomes(visitor));
        model.addAttribute("programme", Programme.find(question.programme(), fhir));
        model.addAttribute("bars", question.answer().flatMap(Bars::of));
        model.addAttribute("typed", typed);
        model.addAttribute("problems", problems);
        return "portal/guardian/question";
    }

    private static AirlockReview of(Question question) {
        return new AirlockReview(question, "question");
    }

    private static Question find(String id, Fhir fhir) {
        return Question.find(id, fhir).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
