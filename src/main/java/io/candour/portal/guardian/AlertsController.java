package io.candour.portal.guardian;

import io.candour.portal.Fhir;
import io.candour.portal.FhirRefused;
import io.candour.portal.OlderPage;
import io.candour.portal.form.Problems;
import io.candour.portal.form.Typed;
import io.candour.portal.form.TypedDay;
import io.candour.portal.staff.OrganisationNames;
import io.candour.portal.staff.Refused;
import io.candour.portal.words.Today;
import jakarta.servlet.http.HttpServletResponse;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Parameters;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Who did much more than they used to, and whom that concerned. */
@Controller("guardianAlerts")
class AlertsController {
    static final String ALL = "AuditEvent/$access-alerts?_count=500";
    private static final String PAGE = "50";

    private final Today today;

    AlertsController(Today today) {
        this.today = today;
    }

    @GetMapping("/guardian/alerts")
    String alerts(Fhir fhir, Model model) {
        List<Alert> alerts = Alert.of(fhir.get(Parameters.class, ALL));
        model.addAttribute("alerts", alerts);
        model.addAttribute("organisations", OrganisationNames.of(alerts.stream().map(Alert::organisation), fhir));
        return "portal/guardian/alerts";
    }

    /** A question by GET: it changes nothing, and a guardian may keep its address; the caller's id names no patient. */
    @GetMapping("/guardian/affected")
    String affected(
            @RequestParam MultiValueMap<String, String> fields, HttpServletResponse response, Fhir fhir, Model model) {
        Typed typed = new Typed(fields);
        Problems problems = new Problems();
        boolean asked = fields.containsKey("agent");
        Optional<Period> period =
                asked ? moments(typed).or(() -> Period.read(typed, today, problems)) : Optional.empty();
        model.addAttribute("typed", period.map(each -> shown(typed, each)).orElse(typed));
        model.addAttribute("problems", problems);
        if (period.isPresent()) {
            ask(period.get(), typed.text("after"), problems, response, fhir, model);
        }
        if (problems.any() && response.getStatus() == HttpStatus.OK.value()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
        }
        return "portal/guardian/affected";
    }

    private static void ask(
            Period period, String after, Problems problems, HttpServletResponse response, Fhir fhir, Model model) {
        try {
            Parameters answer = fhir.get(
                    Parameters.class,
                    "AuditEvent/$affected-patients"
                            + Fhir.query(
                                    "agent",
                                    period.agent(),
                                    "start",
                                    period.start().toString(),
                                    "end",
                                    period.end().toString(),
                                    "_count",
                                    PAGE,
                                    "_cursor",
                                    after));
            model.addAttribute("period", period);
            model.addAttribute("affected", Affected.of(answer));
            model.addAttribute("next", Part.text(answer, "next").flatMap(OlderPage::cursor));
        } catch (FhirRefused refused) {
            response.setStatus(Refused.tell(refused, "guardian", Set.of("agent"), problems));
        }
    }

    /** The very moments, as a link from an alert has them. */
    private static Optional<Period> moments(Typed typed) {
        try {
            return typed.text("start").isEmpty() || typed.text("agent").isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Period(
                            typed.text("agent"), Instant.parse(typed.text("start")), Instant.parse(typed.text("end"))));
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    private Typed shown(Typed typed, Period period) {
        Typed from = TypedDay.write(typed, "from", today.dayOf(period.start()));
        return TypedDay.write(from, "to", today.dayOf(period.end().minusMillis(1)));
    }
}
