package io.candour.portal.staff;

import io.candour.portal.Fhir;
import io.candour.portal.FhirRefused;
import io.candour.portal.OlderPage;
import io.candour.portal.form.Problems;
import io.candour.portal.form.Typed;
import io.candour.portal.item.ItemSearch;
import io.candour.portal.words.Entry;
import io.candour.portal.words.Related;
import io.candour.portal.words.Today;
import io.candour.portal.words.Words;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Resource;
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

/** One person's record as a clinician sees it: at a glance, by category, item by item, and the end of a right to it. */
@Controller("staffRecord")
@RequestMapping("/staff/patients/{id:[A-Za-z0-9.-]{1,64}}")
class RecordController {
    private static final String PAGE = "25";

    private final Words words;
    private final Boxes boxes;
    private final Today today;

    RecordController(Words words, Boxes boxes, Today today) {
        this.words = words;
        this.boxes = boxes;
        this.today = today;
    }

    @GetMapping
    String glance(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String access,
            HttpServletResponse response,
            Fhir fhir,
            Model model) {
        Glance glance = Glance.of(fhir.post(Bundle.class, "", Glance.asks(id)), today.day());
        head(id, access, glance.person(), model);
        if (glance.isClosed()) {
            response.setStatus(HttpStatus.NOT_FOUND.value());
            return "portal/staff/closed";
        }
        List<Resource> items =
                glance.parts().stream().flatMap(part -> part.items().stream()).toList();
        model.addAttribute("boxes", boxes.of(glance, ItemSearch.medicines(items, fhir)));
        model.addAttribute("withheld", glance.withheld());
        model.addAttribute("held", Holding.of(fhir.get(Parameters.class, "Patient/" + Fhir.encode(id) + "/$held")));
        return "portal/staff/glance";
    }

    @GetMapping("/{category}")
    String category(
            @PathVariable String id,
            @PathVariable String category,
            @RequestParam(defaultValue = "") String access,
            @RequestParam(defaultValue = "") String older,
            Fhir fhir,
            Model model) {
        if (!Request.CATEGORIES.contains(category)) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        Optional<Bundle> found = OlderPage.of(
                older,
                () -> fhir.search("Patient/" + Fhir.encode(id) + "/$timeline"
                        + Fhir.query("category", category, "_count", PAGE, "_cursor", older)));
        if (found.isEmpty()) {
            return "redirect:/staff/patients/" + id + "/" + category + suffix(Access.of(access));
        }
        Bundle page = found.get();
        head(id, access, Person.find(id, fhir, today.day()), model);
        model.addAttribute("category", category);
        model.addAttribute("entries", entries(Glance.items(page), fhir));
        model.addAttribute("withheld", Glance.tellsOfMore(page));
        model.addAttribute("older", OlderPage.after(page));
        model.addAttribute("first", older.isEmpty());
        return "portal/staff/category";
    }

    @GetMapping("/items/{type}/{item}")
    String item(
            @PathVariable String id,
            @PathVariable String type,
            @PathVariable String item,
            @RequestParam(defaultValue = "") String access,
            Fhir fhir,
            Model model) {
        Resource found = ItemSearch.find(type, item, id, fhir)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        model.addAttribute("entry", entries(List.of(found), fhir).get(0));
        head(id, access, Person.find(id, fhir, today.day()), model);
        return "portal/staff/item";
    }

    private List<Entry> entries(List<Resource> items, Fhir fhir) {
        Related medicines = ItemSearch.medicines(items, fhir);
        return items.stream().map(each -> words.entry(each, medicines)).toList();
    }

    private static void head(String id, String access, Optional<Person> person, Model model) {
        Optional<Access> right = Access.of(access);
        model.addAttribute("patient", id);
        model.addAttribute("person", person);
        model.addAttribute("right", right);
        model.addAttribute("suffix", suffix(right));
    }

    private static String suffix(Optional<Access> right) {
        return right.map(each -> "?access=" + each.written()).orElse("");
    }

    @GetMapping("/access/{access}/end")
    String end(@PathVariable String id, @PathVariable String access, Model model) {
        return ending(id, right(access), Typed.NOTHING, new Problems(), model);
    }

    @PostMapping("/access/{access}/end")
    String ended(
            @PathVariable String id,
            @PathVariable String access,
            @RequestParam MultiValueMap<String, String> fields,
            HttpServletResponse response,
            Fhir fhir,
            Model model,
            RedirectAttributes next) {
        Access right = right(access);
        Typed typed = new Typed(fields);
        Problems problems = new Problems();
        Optional<Parameters> parameters = Ending.read(right.grant(), typed, problems);
        if (parameters.isEmpty()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return ending(id, right, typed, problems, model);
        }
        try {
            fhir.post(Parameters.class, "Patient/" + Fhir.encode(id) + "/$end-access", parameters.get());
            next.addFlashAttribute("done", "staff.done.ended");
            return "redirect:/staff";
        } catch (FhirRefused refused) {
            response.setStatus(Refused.tell(refused, "staff.end", Set.of("reason"), problems));
            return ending(id, right, typed, problems, model);
        }
    }

    private static Access right(String access) {
        return Access.of(access).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private static String ending(String id, Access right, Typed typed, Problems problems, Model model) {
        String record = "/staff/patients/" + id;
        model.addAttribute("action", record + "/access/" + right.written() + "/end");
        model.addAttribute("back", record + "?access=" + right.written());
        model.addAttribute("typed", typed);
        model.addAttribute("problems", problems);
        return "portal/staff/end";
    }
}
