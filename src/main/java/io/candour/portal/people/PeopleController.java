package io.candour.portal.people;

import io.candour.portal.Fhir;
import io.candour.portal.FhirRefused;
import io.candour.portal.Whose;
import io.candour.portal.people.ActingPerson.State;
import io.candour.portal.words.Today;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** Who acts for somebody: all of them, a yes or no to who asks, and an end. */
@Controller
class PeopleController {
    /** Why somebody's right ends, of what people can say themselves. */
    private static final List<String> ENDS = List.of("patient-wish", "safeguarding", "other");

    private static final int SHORTEST = 3;
    private static final int LONGEST = 1_000;

    private final Today today;

    PeopleController(Today today) {
        this.today = today;
    }

    @GetMapping("/record/{who}/people")
    String people(Fhir fhir, Whose whose, @RequestParam Optional<String> done, Model model) {
        List<ActingPerson> all = new MyPeople(fhir, whose, today.day()).acting();
        model.addAttribute("asking", of(all, State.ASKS));
        model.addAttribute("acting", of(all, State.ACTS));
        model.addAttribute(
                "past",
                all.stream()
                        .filter(person -> person.state() != State.ASKS && person.state() != State.ACTS)
                        .toList());
        done.filter(List.of("yes", "no", "ended", "appointed", "asked")::contains)
                .ifPresent(what -> model.addAttribute("done", "people.done." + what));
        return "portal/people/people";
    }

    private static List<ActingPerson> of(List<ActingPerson> all, State state) {
        return all.stream().filter(person -> person.state() == state).toList();
    }

    @GetMapping("/record/{who}/people/{id}/answer")
    String answer(@PathVariable String id, Fhir fhir, Whose whose, Model model) {
        model.addAttribute("person", person(id, State.ASKS, fhir, whose));
        return "portal/people/answer";
    }

    @PostMapping("/record/{who}/people/{id}/answer")
    String answer(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String answer,
            Fhir fhir,
            Whose whose,
            HttpServletResponse response,
            Model model) {
        if (!answer.equals("yes") && !answer.equals("no")) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            model.addAttribute("error", "people.error.answer");
            return answer(id, fhir, whose, model);
        }
        try {
            new MyPeople(fhir, whose, today.day()).answer(id, answer.equals("yes"));
        } catch (FhirRefused refused) {
            return refused(refused, response, model, "/people");
        }
        return "redirect:" + whose.path() + "/people?done=" + answer;
    }

    @GetMapping("/record/{who}/people/{id}/end")
    String end(@PathVariable String id, Fhir fhir, Whose whose, Model model) {
        model.addAttribute("person", person(id, State.ACTS, fhir, whose));
        model.addAttribute("ends", ENDS);
        model.addAttribute("ending", Ending.NOTHING);
        return "portal/people/end";
    }

    /** What was given on the page that ends something. */
    record Ending(String code, String reason) {
        static final Ending NOTHING = new Ending("", "");

        static Ending of(String code, String reason) {
            return new Ending(code, reason.replace("\r\n", "\n").strip());
        }

        boolean coded() {
            return ENDS.contains(code);
        }

        boolean reasoned() {
            return reason.length() >= SHORTEST && reason.length() <= LONGEST;
        }
    }

    @PostMapping("/record/{who}/people/{id}/end")
    String end(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String code,
            @RequestParam(defaultValue = "") String reason,
            Fhir fhir,
            Whose whose,
            HttpServletResponse response,
            Model model) {
        Ending ending = Ending.of(code, reason);
        if (!ending.coded() || !ending.reasoned()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            model.addAttribute("error", ending.coded() ? "people.error.reason" : "people.error.code");
            model.addAttribute("field", ending.coded() ? "reason" : "code-patient-wish");
            model.addAttribute("person", person(id, State.ACTS, fhir, whose));
            model.addAttribute("ends", ENDS);
            model.addAttribute("ending", ending);
            return "portal/people/end";
        }
        try {
            new MyPeople(fhir, whose, today.day()).end(id, ending.code(), ending.reason());
        } catch (FhirRefused refused) {
            return refused(refused, response, model, "/people");
        }
        return "redirect:" + (whose.own() ? whose.path() + "/people?done=ended" : "/whose");
    }

    /** The page that says why, in the server's words, and leads back. */
    static String refused(FhirRefused refused, HttpServletResponse response, Model model, String back) {
        if (!refused.byWhatWasSent()) {
            throw refused;
        }
        response.setStatus(refused.status());
        model.addAttribute("issues", refused.issues());
        model.addAttribute("back", back);
        return "portal/people/refused";
    }

    private ActingPerson person(String id, State state, Fhir fhir, Whose whose) {
        return new MyPeople(fhir, whose, today.day())
                .acting(id)
                .filter(person -> person.state() == state)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
