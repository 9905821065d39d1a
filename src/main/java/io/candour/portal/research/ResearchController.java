package io.candour.portal.research;

import io.candour.portal.Fhir;
import io.candour.portal.FhirRefused;
import io.candour.portal.Visitor;
import io.candour.portal.form.Problems;
import io.candour.portal.form.Typed;
import io.candour.portal.programme.Programme;
import io.candour.portal.staff.Refused;
import io.candour.portal.words.Words;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Task;
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

/** A researcher's programmes and questions: asking one, and what came of each. */
@Controller("research")
class ResearchController {
    private static final Set<String> FIELDS = Set.of(
            "programme",
            "reason",
            "condition",
            "medicine",
            "result",
            "ageFrom",
            "ageTo",
            "sex",
            "area",
            "start",
            "end",
            "by");

    private final Words words;

    ResearchController(Words words) {
        this.words = words;
    }

    @GetMapping("/research")
    String mine(Fhir fhir, Visitor visitor, Model model) {
        List<Programme> programmes = mine(visitor, fhir);
        model.addAttribute("programmes", programmes);
        model.addAttribute("byId", programmes.stream().collect(Collectors.toMap(Programme::id, Function.identity())));
        model.addAttribute("questions", Question.all(fhir));
        model.addAttribute("copies", Copy.all(fhir));
        model.addAttribute("erasures", Erasure.open(fhir));
        return "portal/research/mine";
    }

    private static List<Programme> mine(Visitor visitor, Fhir fhir) {
        return Programme.all(fhir).stream()
                .filter(each ->
                        visitor.odsCode().equals(Optional.of(each.recipient().code())))
                .sorted(Comparator.comparing(Programme::isRunning)
                        .reversed()
                        .thenComparing(Programme::title)
                        .thenComparing(Programme::id))
                .toList();
    }

    @GetMapping("/research/programmes/{programme}/ask")
    String ask(@PathVariable String programme, Fhir fhir, Visitor visitor, Model model) {
        return form(running(programme, visitor, fhir), Typed.NOTHING, new Problems(), model);
    }

    @PostMapping("/research/programmes/{programme}/ask")
    String asked(
            @PathVariable String programme,
            @RequestParam MultiValueMap<String, String> fields,
            @RequestParam(defaultValue = "") String step,
            HttpServletResponse response,
            Fhir fhir,
            Visitor visitor,
            Model model,
            RedirectAttributes next) {
        Programme asking = running(programme, visitor, fhir);
        Typed typed = new Typed(fields);
        Problems problems = new Problems();
        if (step.equals("change")) {
            return form(asking, typed, problems, model);
        }
        Optional<Asking> question = Asking.read(typed, words, problems);
        if (question.isEmpty()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return form(asking, typed, problems, model);
        }
        if (!step.equals("send")) {
            model.addAttribute("programme", asking);
            model.addAttribute("question", question.get());
            model.addAttribute("typed", typed);
            return "portal/research/check";
        }
        try {
            Task sent = fhir.post(
                    Task.class, "ResearchStudy/$ask-question", question.get().parameters(asking.id()));
            next.addFlashAttribute("done", "research.done.asked");
            return "redirect:/research/questions/" + sent.getIdElement().getIdPart();
        } catch (FhirRefused refused) {
            if (refused.byWhatWasSent() && refused.about("resultRange").isPresent()) {
                problems.add("resultLow", "research.problem.resultRange");
            }
            response.setStatus(Refused.tell(refused, "research", FIELDS, problems));
            return form(asking, typed, problems, model);
        }
    }

    private static String form(Programme programme, Typed typed, Problems problems, Model model) {
        model.addAttribute("programme", programme);
        model.addAttribute("typed", typed);
        model.addAttribute("problems", problems);
        model.addAttribute("sexes", Asking.SEXES);
        model.addAttribute("breakdowns", Asking.BREAKDOWNS);
        model.addAttribute(
                "common",
                Map.of(
                        CommonCodes.CONDITION,
                        CommonCodes.of(CommonCodes.CONDITION),
                        CommonCodes.MEDICINE,
                        CommonCodes.of(CommonCodes.MEDICINE),
                        CommonCodes.RESULT,
                        CommonCodes.of(CommonCodes.RESULT)));
        return "portal/research/ask";
    }

    /** One that may ask now, and is of the visitor's own organisation. */
    static Programme running(String id, Visitor visitor, Fhir fhir) {
        Programme programme = Programme.find(id, fhir);
        if (!programme.isRunning()
                || !visitor.odsCode().equals(Optional.of(programme.recipient().code()))) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        return programme;
    }

    @GetMapping("/research/questions/{id}")
    String one(@PathVariable String id, Fhir fhir, Model model) {
        Question question =
                Question.find(id, fhir).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        model.addAttribute("question", question);
        model.addAttribute("programme", Programme.find(question.programme(), fhir));
        model.addAttribute("bars", question.answer().flatMap(Bars::of));
        return "portal/research/question";
    }
}
