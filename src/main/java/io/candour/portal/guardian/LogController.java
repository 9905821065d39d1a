package io.candour.portal.guardian;

import io.candour.portal.Fhir;
import io.candour.portal.OlderPage;
import io.candour.portal.staff.OrganisationNames;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Parameters;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The access log: how far it is published, its latest rows, one row, and all rows about one record in words. */
@Controller("guardianLog")
@RequestMapping("/guardian/log")
class LogController {
    private static final String PAGE = "25";
    private static final String CURSOR = "_cursor";
    private static final String ALL = "all";
    private static final String REFUSED = "refused";

    /** What of the log to show; the last two are emergencies, by their HL7 v3-ActReason. */
    static final List<String> SHOWS = List.of(ALL, REFUSED, "ETREAT", "BTG");

    private final Checkpoints checkpoints;

    LogController(Checkpoints checkpoints) {
        this.checkpoints = checkpoints;
    }

    @GetMapping
    String log(
            @RequestParam(defaultValue = "all") String show,
            @RequestParam(defaultValue = "") String agent,
            @RequestParam(defaultValue = "") String older,
            Fhir fhir,
            Model model) {
        String shown = SHOWS.contains(show) ? show : ALL;
        String outcome = shown.equals(REFUSED) ? "4" : "";
        String purpose = shown.equals(ALL) || shown.equals(REFUSED) ? "" : shown;
        Optional<Bundle> found = OlderPage.of(
                older,
                () -> fhir.search("AuditEvent"
                        + Fhir.query(
                                "outcome", outcome, "purpose", purpose, "agent", agent, "_count", PAGE, CURSOR,
                                older)));
        if (found.isEmpty()) {
            return "redirect:/guardian/log" + Fhir.query("show", shown, "agent", agent);
        }
        Bundle page = found.get();
        List<LogEntry> entries = page.getEntry().stream()
                .map(BundleEntryComponent::getResource)
                .filter(AuditEvent.class::isInstance)
                .map(each -> LogEntry.of((AuditEvent) each))
                .toList();
        model.addAttribute("published", checkpoints.latest());
        model.addAttribute("checkpoint", Checkpoints.PATH);
        model.addAttribute("entries", entries);
        model.addAttribute("show", shown);
        model.addAttribute("shows", SHOWS);
        model.addAttribute("agent", agent);
        model.addAttribute("first", older.isEmpty());
        model.addAttribute("older", OlderPage.after(page));
        model.addAttribute(
                "organisations", OrganisationNames.of(entries.stream().map(LogEntry::organisation), fhir));
        return "portal/guardian/log";
    }

    @GetMapping("/entries/{id:[A-Za-z0-9.-]{1,64}}")
    String entry(@PathVariable String id, Fhir fhir, Model model) {
        LogEntry entry = LogEntry.of(fhir.get(AuditEvent.class, "AuditEvent/" + Fhir.encode(id)));
        model.addAttribute("entry", entry);
        model.addAttribute("organisations", OrganisationNames.of(Stream.of(entry.organisation()), fhir));
        return "portal/guardian/entry";
    }

    @GetMapping("/patients/{id:[A-Za-z0-9.-]{1,64}}")
    String ofPatient(@PathVariable String id, @RequestParam(defaultValue = "") String older, Fhir fhir, Model model) {
        Optional<Parameters> found = OlderPage.of(
                older,
                () -> fhir.get(
                        Parameters.class,
                        "Patient/" + Fhir.encode(id) + "/$access-log" + Fhir.query("_count", PAGE, CURSOR, older)));
        if (found.isEmpty()) {
            return "redirect:/guardian/log/patients/" + id;
        }
        Parameters answer = found.get();
        model.addAttribute("patient", id);
        model.addAttribute("days", LogDay.of(answer));
        model.addAttribute("first", older.isEmpty());
        model.addAttribute("older", Part.text(answer, "next").flatMap(OlderPage::cursor));
        return "portal/guardian/patient-log";
    }

    /** The same as a table for a spreadsheet: the latest thousand rows. */
    @GetMapping("/patients/{id:[A-Za-z0-9.-]{1,64}}/table")
    ResponseEntity<byte[]> table(@PathVariable String id, Fhir fhir) {
        Fhir.Raw table = fhir.raw("Patient/" + Fhir.encode(id) + "/$access-log?_format=csv", "text/csv");
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("text/csv;charset=UTF-8"))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename("access-log.csv")
                                .build()
                                .toString())
                .body(table.bytes());
    }
}
