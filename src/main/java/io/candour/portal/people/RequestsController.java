package io.candour.portal.people;

import io.candour.portal.Fhir;
import io.candour.portal.FhirRefused;
import io.candour.portal.Whose;
import io.candour.portal.people.AskedAccess.State;
import io.candour.portal.words.Today;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** Staff who ask to see something of the record: a yes or no, and an end to a yes. */
@Controller
class RequestsController {
    private static final String NOT_FOR_YOU = "portal/people/not-for-you";

    private final Today today;

    RequestsController(Today today) {
        this.today = today;
    }

    /** A request as its page shows it. */
    record Row(AskedAccess asked, Optional<String> place) {}

    @GetMapping("/record/{who}/requests")
    String requests(Fhir fhir, Whose whose, @RequestParam Optional<String> done, Model model) {
        MyPeople people = new MyPeople(fhir, whose, today.day());
        Optional<List<AskedAccess>> all = people.requests();
        if (all.isEmpty()) {
            return NOT_FOR_YOU;
        }
        Map<String, String> places = new HashMap<>();
        List<Row> rows =
                all.get().stream().map(each -> row(each, people, places)).toList();
        model.addAttribute("asked", in(rows, State.ASKED));
        model.addAttribute("open", in(rows, State.OPEN));
        model.addAttribute(
                "past",
                rows.stream()
                        .filter(row -> row.asked().state() != State.ASKED
                                && row.asked().state() != State.OPEN)
                        .toList());
        done.filter(List.of("yes", "no", "ended")::contains)
                .ifPresent(what -> model.addAttribute("done", "people.request.done." + what));
        return "portal/people/requests";
    }

    private static List<Row> in(List<Row> rows, State state) {
        return rows.stream().filter(row -> row.asked().state() == state).toList();
    }

    private static Row row(AskedAccess asked, MyPeople people, Map<String, String> places) {
        return new Row(asked, asked.organisation().map(code -> places.computeIfAbsent(code, people::organisation)));
    }

    @GetMapping("/record/{who}/requests/{id}")
    String request(@PathVariable String id, Fhir fhir, Whose whose, Model model) {
        MyPeople people = new MyPeople(fhir, whose, today.day());
        AskedAccess asked = people.request(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        model.addAttribute("row", row(asked, people, new HashMap<>()));
        return "portal/people/request";
    }

    @PostMapping("/record/{who}/requests/{id}")
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
            return request(id, fhir, whose, model);
        }
        try {
            new MyPeople(fhir, whose, today.day()).answerRequest(id, answer.equals("yes"));
        } catch (FhirRefused refused) {
            return PeopleController.refused(refused, response, model, "/requests");
        }
        return "redirect:" + whose.path() + "/requests?done=" + answer;
    }

    @PostMapping("/record/{who}/requests/{id}/end")
    String end(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String reason,
            Fhir fhir,
            Whose whose,
            HttpServletResponse response,
            Model model) {
        MyPeople people = new MyPeople(fhir, whose, today.day());
        String grant = people.request(id)
                .filter(asked -> asked.state() == State.OPEN)
                .flatMap(AskedAccess::grant)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        PeopleController.Ending ending = PeopleController.Ending.of("patient-wish", reason);
        if (!ending.reasoned()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            model.addAttribute("error", "people.error.reason");
            model.addAttribute("reason", ending.reason());
            return request(id, fhir, whose, model);
        }
        try {
            people.end(grant, ending.code(), ending.reason());
        } catch (FhirRefused refused) {
            return PeopleController.refused(refused, response, model, "/requests");
        }
        return "redirect:" + whose.path() + "/requests?done=ended";
    }
}
