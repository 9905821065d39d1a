package io.candour.portal.record;

import com.fasterxml.jackson.databind.JsonNode;
import io.candour.portal.Fhir;
import io.candour.portal.Whose;
import io.candour.portal.words.Entry;
import io.candour.portal.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** One item: what it says, its history, and what it is made of. */
@Controller
class ItemController {
    static final String PATH = "/record/{who}/item/{type}/{id}";

    private static final int MOST_READINGS = 50;

    private final Words words;

    ItemController(Words words) {
        this.words = words;
    }

    @GetMapping(PATH)
    String item(@PathVariable String type, @PathVariable String id, Fhir fhir, Whose whose, Model model) {
        Items items = new Items(fhir, whose, words);
        Resource resource = items.find(type, id);
        Row row = items.rows(List.of(resource)).get(0);
        model.addAttribute("row", row);
        model.addAttribute("letters", Letter.of(resource));
        model.addAttribute("results", results(resource, items));
        model.addAttribute("readings", readings(resource, fhir, whose));
        model.addAttribute("said", Said.about(row.entry().reference(), fhir, whose, words));
        return "portal/record/item";
    }

    /** What a report reports. */
    private List<Entry> results(Resource resource, Items items) {
        if (!(resource instanceof DiagnosticReport report)) {
            return List.of();
        }
        List<String> ids = report.getResult().stream()
                .filter(each -> "Observation".equals(each.getReferenceElement().getResourceType()))
                .map(each -> each.getReferenceElement().getIdPart())
                .toList();
        return items.known("Observation", ids).stream().map(words::entry).toList();
    }

    /** The same thing at other times; empty where it was measured once only. */
    private Optional<Readings> readings(Resource resource, Fhir fhir, Whose whose) {
        if (!(resource instanceof Observation observation)) {
            return Optional.empty();
        }
        String codes = observation.getCode().getCoding().stream()
                .filter(each -> each.hasSystem() && each.hasCode() && plain(each.getSystem() + each.getCode()))
                .map(each -> each.getSystem() + "|" + each.getCode())
                .collect(Collectors.joining(","));
        if (codes.isEmpty()) {
            return Optional.empty();
        }
        Bundle found = fhir.search("Observation"
                + Fhir.query(
                        "patient",
                        whose.patientId(),
                        "code",
                        codes,
                        "_sort",
                        "-date",
                        "_count",
                        Integer.toString(MOST_READINGS)));
        List<Entry> entries = Fhir.resources(found).map(words::entry).toList();
        return Optional.of(Readings.of(entries, found.getLink("next") != null, words.dates()))
                .filter(readings -> readings.rows().size() > 1);
    }

    /** Whether it means itself in a search. */
    private static boolean plain(String text) {
        return !text.matches(".*[,|$\\\\].*");
    }

    @GetMapping(PATH + "/history")
    String history(@PathVariable String type, @PathVariable String id, Fhir fhir, Whose whose, Model model) {
        Items items = new Items(fhir, whose, words);
        model.addAttribute("row", items.rows(List.of(items.find(type, id))).get(0));
        List<Resource> all = fhir.all(type + "/" + id + "/_history" + Fhir.query("_count", "100"));
        List<Version> versions = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Resource each = all.get(i);
            List<String> changes =
                    i + 1 < all.size() ? words.changes(words.entry(all.get(i + 1)), words.entry(each)) : List.of();
            versions.add(new Version(
                    words.dates().moment(each.getMeta().getLastUpdated().toInstant()),
                    "1".equals(each.getMeta().getVersionId()),
                    changes));
        }
        model.addAttribute("versions", versions);
        return "portal/record/history";
    }

    /**
     * A version of an item.
     *
     * @param at when it was stored
     * @param first whether there was none before
     * @param changes to the one before; empty where that is not shown to the visitor
     */
    public record Version(String at, boolean first, List<String> changes) {}

    @GetMapping(PATH + "/data")
    String data(@PathVariable String type, @PathVariable String id, Fhir fhir, Whose whose, Model model) {
        Items items = new Items(fhir, whose, words);
        JsonNode sent = items.sent(type, id);
        Resource resource = Fhir.parse(Resource.class, sent.toString());
        model.addAttribute("row", items.rows(List.of(resource)).get(0));
        model.addAttribute("data", sent.toPrettyString());
        return "portal/record/data";
    }

    /** A file that is attached; never shown as a page of ours, whatever its sender says it is. */
    @GetMapping(PATH + "/file/{number:[0-9]{1,3}}")
    ResponseEntity<byte[]> file(
            @PathVariable String type, @PathVariable String id, @PathVariable int number, Fhir fhir, Whose whose) {
        List<Attachment> all = Letter.attachments(new Items(fhir, whose, words).find(type, id));
        if (number >= all.size()) {
            throw Items.notThere();
        }
        Attachment attachment = all.get(number);
        byte[] bytes = Optional.ofNullable(attachment.getData()).orElseGet(() -> stored(attachment, fhir));
        String ending =
                Letter.type(attachment).map(MediaType::getSubtype).orElse("bin").replaceAll("[^a-z0-9]", "");
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"document." + ending + "\"")
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(bytes);
    }

    private static byte[] stored(Attachment attachment, Fhir fhir) {
        String url = Optional.ofNullable(attachment.getUrl()).orElse("");
        if (!url.matches("Binary/[A-Za-z0-9.-]{1,64}")) {
            throw Items.notThere();
        }
        return Optional.ofNullable(fhir.get(Binary.class, url).getData()).orElseThrow(Items::notThere);
    }
}
