package io.candour.portal.record;

import io.candour.portal.Fhir;
import io.candour.portal.FhirRefused;
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
        Optional<Listing> listing = listing(category, "", older, fhir, whose);
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
        Optional<Listing> listing = listing("", stored, older, fhir, whose);
        if (listing.isEmpty()) {
            return "redirect:" + whose.path() + "/timeline" + Fhir.query("since", stored);
        }
        model.addAttribute("since", stored);
        model.addAttribute("sinceWhen", from.map(words.dates()::moment));
        model.addAttribute("listing", listing.get());
        model.addAttribute("paged", !older.isEmpty());
        return "portal/record/timeline";
    }

    /** Empty where the link to an older page counts no longer: lists begin anew then. */
    private Optional<Listing> listing(String category, String since, String older, Fhir fhir, Whose whose) {
        try {
            return Optional.of(new Items(fhir, whose, words).timeline(category, since, older, Items.A_PAGE));
        } catch (FhirRefused refused) {
            if (refused.status() == 400 && !older.isEmpty()) {
                return Optional.empty();
            }
            if (refused.status() == 400) {
                throw Items.notThere();
            }
            throw refused;
        }
    }

    private static Optional<Instant> moment(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
        } catch (DateTimeParseException noMoment) {
            throw Items.notThere();
        }
    }
}
