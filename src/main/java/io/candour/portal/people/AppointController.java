package io.candour.portal.people;

import io.candour.portal.Fhir;
import io.candour.portal.FhirRefused;
import io.candour.portal.Whose;
import io.candour.portal.draft.Draft;
import io.candour.portal.draft.Drafts;
import io.candour.portal.form.TypedDay;
import io.candour.portal.words.Today;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.time.LocalDate;
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

/**
 * Letting somebody act for oneself ({@code appoint}), and asking somebody to let one act for them ({@code ask}): who, what
 * they may see and do, how long, then a check, and the save. Only from one's own record.
 */
@Controller
class AppointController {
    private static final String PATH = "/record/{who}/people/{kind:appoint|ask}";
    private static final List<String> STEPS = List.of("who", "see", "sensitive", "act", "until", "check");

    private final Today today;

    AppointController(Today today) {
        this.today = today;
    }

    @GetMapping(PATH)
    String begin(@PathVariable String kind, Whose whose, HttpSession session) {
        own(whose);
        return to(whose, kind, Drafts.of(session).begin(kind, whose.patientId()));
    }

    @GetMapping(PATH + "/{step}")
    String show(
            @PathVariable String kind,
            @PathVariable String step,
            @RequestParam(defaultValue = "") String draft,
            Whose whose,
            HttpSession session,
            Model model) {
        return find(session, draft, kind, step, whose)
                .map(begun -> step.equals("check") && !new TermsDraft(begun).complete()
                        ? to(whose, kind, begun)
                        : page(kind, step, begun, model))
                .orElseGet(() -> "redirect:" + whose.path() + "/people/" + kind);
    }

    private static String page(String kind, String step, Draft draft, Model model) {
        TermsDraft terms = new TermsDraft(draft);
        int at = STEPS.indexOf(step);
        model.addAttribute("kind", kind);
        model.addAttribute("draft", draft.id());
        model.addAttribute("shown", draft.state());
        model.addAttribute("given", draft);
        model.addAttribute("back", at == 0 ? "" : "/" + STEPS.get(at - 1) + "?draft=" + draft.id());
        model.addAttribute("categories", TermsDraft.CATEGORIES);
        model.addAttribute("acts", TermsDraft.ACTS);
        if (!model.containsAttribute("day")) {
            model.addAttribute("day", TypedDay.of(day(draft, step.equals("who") ? TermsDraft.BORN : TermsDraft.UNTIL)));
        }
        if (step.equals("check")) {
            model.addAttribute("terms", terms.terms());
            model.addAttribute("born", terms.terms().born());
            model.addAttribute("until", terms.until());
        }
        return "portal/people/terms-" + step;
    }

    private static Optional<LocalDate> day(Draft draft, String name) {
        return draft.answer(name).filter(day -> !day.isEmpty()).map(LocalDate::parse);
    }

    @PostMapping(PATH + "/{step}")
    String answer(
            @PathVariable String kind,
            @PathVariable String step,
            @RequestParam(defaultValue = "") String draft,
            @RequestParam(defaultValue = "") String shown,
            Fhir fhir,
            Whose whose,
            HttpSession session,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        if (step.equals("check")) {
            return save(kind, draft, shown, fhir, whose, session, response, model);
        }
        Optional<Draft> begun = find(session, draft, kind, step, whose);
        if (begun.isEmpty()) {
            return "redirect:" + whose.path() + "/people/" + kind;
        }
        TermsAnswers answers = new TermsAnswers(request, today.day());
        Draft answered = answers.take(step, begun.get(), kind.equals("appoint"));
        if (answers.wrong().isEmpty()) {
            Drafts.of(session).keep(answered);
            return to(whose, kind, answered);
        }
        response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
        model.addAttribute("wrong", answers.wrong());
        model.addAttribute("day", answers.day(step.equals("who") ? TermsDraft.BORN : TermsDraft.UNTIL));
        model.addAttribute("how", answers.text("how"));
        return page(kind, step, answered, model);
    }

    private String save(
            String kind,
            String id,
            String shown,
            Fhir fhir,
            Whose whose,
            HttpSession session,
            HttpServletResponse response,
            Model model) {
        own(whose);
        Drafts drafts = Drafts.of(session);
        Optional<Draft> taken =
                drafts.take(id, kind, whose.patientId(), shown).filter(each -> new TermsDraft(each).complete());
        if (taken.isEmpty()) {
            return "redirect:" + whose.path()
                    + drafts.find(id, kind, whose.patientId())
                            .map(each -> "/people/" + kind + "/check?changed=yes&draft=" + each.id())
                            .orElse("/people");
        }
        MyPeople people = new MyPeople(fhir, whose, today.day());
        ProxyTerms terms = new TermsDraft(taken.get()).terms();
        try {
            if (kind.equals("appoint")) {
                people.appoint(terms);
            } else {
                people.ask(terms);
            }
        } catch (FhirRefused refused) {
            drafts.keep(taken.get());
            if (!refused.byWhatWasSent()) {
                throw refused;
            }
            response.setStatus(refused.status());
            model.addAttribute("issues", refused.issues());
            return page(kind, "check", taken.get(), model);
        }
        return "redirect:" + whose.path() + "/people?done=" + (kind.equals("appoint") ? "appointed" : "asked");
    }

    private static Optional<Draft> find(HttpSession session, String draft, String kind, String step, Whose whose) {
        own(whose);
        if (!STEPS.contains(step)) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        return Drafts.of(session).find(draft, kind, whose.patientId()).filter(each -> each.outcome()
                .isEmpty());
    }

    /** Who acts for somebody settles nothing of who else may. */
    private static void own(Whose whose) {
        if (!whose.own()) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
    }

    private static String to(Whose whose, String kind, Draft draft) {
        return "redirect:" + whose.path() + "/people/" + kind + "/" + new TermsDraft(draft).next() + "?draft="
                + draft.id();
    }
}
