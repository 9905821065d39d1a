package io.candour.portal.record;

import io.candour.portal.Fhir;
import io.candour.portal.Whose;
import io.candour.portal.words.Words;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Parameters;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** What is held: by category, and all of it in the order of time. */
@Controller
class ListsController {
    private final Words words;

    ListsController(Words words) {
        this.words = words;
    }

    @GetMapping("/record/{who}/held")
    String held(Fhir fhir, Whose whose, Model model) {
        model.addAttribute("held", held(fhir, whose, words));
        return "portal/record/held";
    }

    static List<Held> held(Fhir fhir, Whose whose, Words words) {
        return Held.of(fhir.get(Parameters.class, "Patient/" + whose.patientId() + "/$held"), words);
    }

    @GetMapping("/record/{who}/held/{category:[a-z-]{3,20}}")
    String category(
            @PathVariable String category,
            @RequestParam(defaultValue = "") String older,
            Fhir fhir,
            Whose whose,
            Model model) {
        Optional<Listing> listing = new Items(fhir, whose, words).page(category, "", older, Items.A_PAGE);
        if (listing.isEmpty()) {
            return "redirect:" + whose.path() + "/held/" + category;
        }
        model.addAttribute("category", words.category(category));
        model.addAttribute("code", category);
        model.addAttribute("listing", listing.get());
        model.addAttribute("paged", !older.isEmpty());
        return "portal/record/category";
    }

    @GetMapping("/record/{who}/timeline")
    String timeline(
            @RequestParam(defaultValue = "") String since,
            @RequestParam(defaultValue = "") String older,
            Fhir fhir,
            Whose whose,
            Model model) {
        Optional<Instant> from = moment(since);
        String stored = from.map(Instant::toString).orElse("");
        Optional<Listing> listing = new Items(fhir, whose, words).page("", stored, older, Items.A_PAGE);
        if (listing.isEmpty()) {
            return "redirect:" + whose.path() + "/timeline" + Fhir.query("since", stored);
        }
        model.addAttribute("since", stored);
        model.addAttribute("sinceWhen", from.map(words.dates()::moment));
        model.addAttribute("listing", listing.get());
        model.addAttribute("paged", !older.isEmpty());
        return "portal/record/timeline";
    }

    private static Optional<Instant> moment(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
        } catch (DateTimeParseException noMoment) {
            throw Items.notThere();
        }
    }
}
