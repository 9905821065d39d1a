package io.candour.portal.guardian;

import io.candour.portal.Fhir;
import io.candour.portal.FhirRefused;
import io.candour.portal.Visitor;
import io.candour.portal.form.Problems;
import io.candour.portal.form.Typed;
import io.candour.portal.staff.Refused;
import jakarta.servlet.http.HttpServletResponse;
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

/** What people said about their records, and how far it has come. */
@Controller("guardianSaid")
@RequestMapping("/guardian/raised")
class SaidController {
    static final String OPEN = "Task/$raised?open=true&_count=500";
    private static final String ALL = "Task/$raised?_count=500";

    @GetMapping
    String list(@RequestParam(defaultValue = "open") String show, Fhir fhir, Model model) {
        boolean all = show.equals("all");
        model.addAttribute("said", Said.of(fhir.search(all ? ALL : OPEN)));
        model.addAttribute("all", all);
        return "portal/guardian/raised";
    }

    @GetMapping("/{task}")
    String one(@PathVariable String task, Fhir fhir, Model model) {
        return page(find(task, fhir), Typed.NOTHING, new Problems(), model);
    }

    @PostMapping("/{task}")
    String answer(
            @PathVariable String task,
            @RequestParam MultiValueMap<String, String> fields,
            HttpServletResponse response,
            Visitor visitor,
            Fhir fhir,
            Model model,
            RedirectAttributes next) {
        ForGuardians.check(visitor);
        Said said = find(task, fhir);
        Typed typed = new Typed(fields);
        Problems problems = new Problems();
        Optional<Parameters> parameters = said.read(typed, problems);
        if (parameters.isEmpty()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return page(said, typed, problems, model);
        }
        try {
            fhir.post(Task.class, "Task/$answer-raised", parameters.get());
            next.addFlashAttribute("done", "guardian.done.answered");
            return "redirect:/guardian/raised/" + said.id();
        } catch (FhirRefused refused) {
            response.setStatus(Refused.tell(refused, "guardian", Set.of("status", "note", "task"), problems));
            return page(find(task, fhir), typed, problems, model);
        }
    }

    private static String page(Said said, Typed typed, Problems problems, Model model) {
        model.addAttribute("said", said);
        model.addAttribute("typed", typed);
        model.addAttribute("problems", problems);
        return "portal/guardian/said";
    }

    /** What waits first: of what was settled long ago the API gives the latest alone. */
    private static Said find(String task, Fhir fhir) {
        return Stream.of(OPEN, ALL)
                .flatMap(queue -> Said.of(fhir.search(queue)).stream())
                .filter(each -> each.id().equals(task))
                .findFirst()
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
