package io.candour.portal.guardian;

import io.candour.portal.Fhir;
import io.candour.portal.FhirRefused;
import io.candour.portal.Visitor;
import io.candour.portal.form.Problems;
import io.candour.portal.form.Typed;
import io.candour.portal.research.Bars;
import io.candour.portal.research.Question;
import io.candour.portal.staff.Refused;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.StringType;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What researchers ask of records; one that is being put to them can be stopped. */
@Controller("guardianQuestions")
@RequestMapping("/guardian/questions")
class QuestionsController extends AirlockController<Question> {
    QuestionsController() {
        super("question", "questions", "question");
    }

    @Override
    List<Question> all(Fhir fhir) {
        return Question.all(fhir);
    }

    @Override
    List<Question> of(Parameters answer) {
        return Question.of(answer);
    }

    @Override
    void show(Question one, Model model) {
        model.addAttribute("answer", one.answer());
        model.addAttribute("bars", one.answer().flatMap(Bars::of));
        model.addAttribute("progress", one.progress());
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
            response.setStatus(Refused.tell(refused, "guardian", Set.of("question"), problems));
            return page(find(id, fhir), visitor, Typed.NOTHING, problems, fhir, model);
        }
    }
}
