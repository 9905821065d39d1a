package io.candour.portal.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candour.portal.Fhir;
import io.candour.portal.OlderPage;
import io.candour.portal.Whose;
import io.candour.portal.words.Words;
import java.io.IOException;
import java.time.Clock;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** A copy of the record: as data for another app, or to print. It is whole or there is none. */
@Controller
class CopyController {
    private static final String AT_ONCE = "200";
    private static final int A_PRINTED_PAGE = 25;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Words words;
    private final Clock clock;

    CopyController(Words words, Clock clock) {
        this.words = words;
        this.clock = clock;
    }

    @GetMapping("/record/{who}/copy")
    String copy(Fhir fhir, Whose whose, Model model) {
        model.addAttribute("held", ListsController.held(fhir, whose, words));
        return "portal/record/copy";
    }

    /** A Bundle of all that the visitor may see. */
    @GetMapping("/record/{who}/copy/record.json")
    ResponseEntity<byte[]> data(Fhir fhir, Whose whose) throws IOException {
        ObjectNode bundle =
                JSON.createObjectNode().put("resourceType", "Bundle").put("type", "collection");
        bundle.put("timestamp", clock.instant().toString());
        ArrayNode entries = bundle.putArray("entry");
        Set<String> there = new HashSet<>();
        Optional<String> cursor = Optional.of("");
        while (cursor.isPresent()) {
            JsonNode page = fhir.tree("Patient/" + whose.patientId() + "/$everything"
                    + Fhir.query("_count", AT_ONCE, "_cursor", cursor.get()));
            for (JsonNode entry : page.path("entry")) {
                // What many items name comes with each page that has one of them.
                if (!there.add(entry.path("fullUrl").asText())) {
                    continue;
                }
                ObjectNode kept = entries.addObject();
                kept.set("fullUrl", entry.path("fullUrl"));
                kept.set("resource", entry.path("resource"));
            }
            cursor = next(page);
        }
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("application/fhir+json"))
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"record.json\"")
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(JSON.writeValueAsBytes(bundle));
    }

    private static Optional<String> next(JsonNode page) {
        for (JsonNode link : page.path("link")) {
            if (link.path("relation").asText().equals("next")) {
                return OlderPage.cursor(link.path("url").asText());
            }
        }
        return Optional.empty();
    }

    /**
     * A part of the record, newest first; a link leads to the next, so that no record is too long to print.
     *
     * @param category its code; none for all
     */
    @GetMapping({"/record/{who}/copy/print", "/record/{who}/copy/print/{category:[a-z-]{3,20}}"})
    String print(
            @PathVariable Optional<String> category,
            @RequestParam(defaultValue = "") String older,
            Fhir fhir,
            Whose whose,
            Model model) {
        String path =
                whose.path() + "/copy/print" + category.map(code -> "/" + code).orElse("");
        Optional<Listing> listing = new Items(fhir, whose, words).page(category.orElse(""), "", older, A_PRINTED_PAGE);
        if (listing.isEmpty()) {
            return "redirect:" + path;
        }
        model.addAttribute("category", category.map(words::category));
        model.addAttribute("listing", listing.get());
        model.addAttribute("path", path);
        model.addAttribute("paged", !older.isEmpty());
        model.addAttribute("today", words.dates().moment(clock.instant()));
        return "portal/record/print";
    }
}
