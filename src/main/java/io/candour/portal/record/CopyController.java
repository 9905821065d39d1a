package io.candour.portal.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candour.portal.Fhir;
import io.candour.portal.Whose;
import io.candour.portal.words.Words;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriComponentsBuilder;

/** A copy of the record: as data for another app, or to print. It is whole or there is none. */
@Controller
class CopyController {
    private static final String AT_ONCE = "200";
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
            JsonNode page = JSON.readTree(fhir.raw(
                            "Patient/" + whose.patientId() + "/$everything"
                                    + Fhir.query("_count", AT_ONCE, "_cursor", cursor.get()),
                            "application/fhir+json")
                    .bytes());
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
                return Optional.ofNullable(UriComponentsBuilder.fromUriString(
                                        link.path("url").asText())
                                .build()
                                .getQueryParams()
                                .getFirst("_cursor"))
                        .map(Items::decoded);
            }
        }
        return Optional.empty();
    }

    /** @param category its code; blank for all */
    @GetMapping("/record/{who}/copy/print")
    String print(@RequestParam(defaultValue = "") String category, Fhir fhir, Whose whose, Model model) {
        List<Part> parts = new ArrayList<>();
        List<Held> held = ListsController.held(fhir, whose, words).stream()
                .filter(each -> category.isEmpty() || each.code().equals(category))
                .toList();
        if (held.isEmpty() && !category.isEmpty()) {
            throw Items.notThere();
        }
        for (Held each : held) {
            parts.add(new Part(each.name(), rows(each.code(), fhir, whose)));
        }
        model.addAttribute("parts", parts);
        model.addAttribute("today", words.dates().moment(clock.instant()));
        return "portal/record/print";
    }

    /** All items of a category. */
    public record Part(String name, List<Row> rows) {}

    private List<Row> rows(String category, Fhir fhir, Whose whose) {
        Items items = new Items(fhir, whose, words);
        List<Row> rows = new ArrayList<>();
        Optional<String> cursor = Optional.of("");
        while (cursor.isPresent()) {
            Listing page = items.timeline(category, "", cursor.get(), Integer.parseInt(AT_ONCE));
            rows.addAll(page.rows());
            cursor = page.older();
        }
        return rows;
    }
}
