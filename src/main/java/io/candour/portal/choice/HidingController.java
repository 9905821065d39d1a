package io.candour.portal.choice;

import io.candour.portal.Fhir;
import io.candour.portal.FhirRefused;
import io.candour.portal.Visitor;
import io.candour.portal.Whose;
import io.candour.portal.choice.Hiding.Named;
import io.candour.portal.draft.Draft;
import io.candour.portal.draft.Drafts;
import io.candour.portal.form.TypedDay;
import io.candour.portal.item.ItemSearch;
import io.candour.portal.words.Today;
import io.candour.portal.words.Words;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/**
 * Hiding something: what, from whom, how long, what is to hold in an emergency; then what follows, and the save. An entry
 * is named by a link from its own page ({@code /record/{who}/choices/hide?item=Condition/1}).
 */
@Controller
class HidingController {
    static final String FORM = "hide";

    private static final String PATH = "/record/{who}/choices/hide";
    private static final List<String> STEPS = List.of("what", "from", "search", "until", "emergency", "check");
    private static final int LONGEST_NAME = 100;

    private final MessageSource messages;
    private final Words words;
    private final Today today;

    HidingController(MessageSource messages, Words words, Today today) {
        this.messages = messages;
        this.words = words;
        this.today = today;
    }

    @GetMapping(PATH)
    String begin(@RequestParam Optional<String> item, Fhir fhir, Whose whose, HttpSession session) {
        if (MyChoices.of(fhir, whose).standing().isEmpty()) {
            return ChoicesController.NOT_FOR_YOU;
        }
        Drafts drafts = Drafts.of(session);
        Draft draft = drafts.begin(FORM, whose.patientId());
        if (item.isPresent()) {
            draft = draft.with(HidingDraft.WHAT, HidingDraft.ENTRY)
                    .with(HidingDraft.ITEM, item.get())
                    .with(HidingDraft.ITEM_NAME, entry(item.get(), fhir, whose));
            drafts.keep(draft);
        }
        return to(whose, draft);
    }

    /** What the entry is called; an entry that the visitor may not see is not found. */
    private String entry(String item, Fhir fhir, Whose whose) {
        String[] parts = item.split("/", 2);
        Resource found = ItemSearch.find(parts[0], parts.length > 1 ? parts[1] : "", whose.patientId(), fhir)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        return words.entry(found, ItemSearch.medicines(List.of(found), fhir)).name();
    }

    @GetMapping(PATH + "/{step}")
    String show(
            @PathVariable String step,
            @RequestParam(defaultValue = "") String draft,
            Fhir fhir,
            Whose whose,
            HttpSession session,
            Locale locale,
            Model model) {
        Optional<Draft> begun = find(session, draft, whose, step);
        return begun.map(each -> page(step, each, fhir, whose, locale, model))
                .orElseGet(() -> "redirect:" + whose.path() + "/choices/hide");
    }

    private String page(String step, Draft draft, Fhir fhir, Whose whose, Locale locale, Model model) {
        HidingDraft hiding = new HidingDraft(draft);
        model.addAttribute("draft", draft.id());
        model.addAttribute("shown", draft.state());
        model.addAttribute("given", draft);
        Recipients recipients = new Recipients(fhir, whose);
        switch (step) {
            case "what" -> model.addAttribute("categories", HidingDraft.CATEGORIES);
            case "from" -> {
                model.addAttribute("organisations", recipients.organisations());
                model.addAttribute("people", whose.own() ? recipients.people() : List.of());
            }
            case "search" ->
                model.addAttribute(
                        "found", recipients.found(draft.answer(HidingDraft.NAME).orElse("")));
            case "until" ->
                model.addAttribute(
                        "until",
                        model.getAttribute("until") instanceof TypedDay typed
                                ? typed
                                : TypedDay.of(draft.answer(HidingDraft.UNTIL)
                                        .filter(day -> !day.isEmpty())
                                        .map(LocalDate::parse)));
            case "emergency" -> {
                model.addAttribute(
                        "emergency", draft.answer(HidingDraft.EMERGENCY).orElse(""));
                model.addAttribute("back", "/choices/hide/until?draft=" + draft.id());
                model.addAttribute("action", "/choices/hide/emergency");
                return "portal/choice/emergency";
            }
            default -> {
                if (!hiding.complete()) {
                    return to(whose, draft);
                }
                check(hiding.hiding(), fhir, whose, locale, model);
            }
        }
        return "portal/choice/hide-" + step;
    }

    private void check(Hiding hiding, Fhir fhir, Whose whose, Locale locale, Model model) {
        Sentences sentences = new Sentences(messages, words.dates(), locale);
        model.addAttribute("what", sentences.what(hiding.what()));
        model.addAttribute("from", hiding.from().map(Named::name));
        model.addAttribute("until", hiding.until());
        model.addAttribute("emergency", hiding.emergency().map(may -> may ? Answer.YES.code() : Answer.NO.code()));
        model.addAttribute("then", sentences.of(hiding));
        hiding.from()
                .filter(named -> named.reference().startsWith("Organization/"))
                .ifPresent(named -> model.addAttribute("preview", preview(hiding, named, fhir, whose)));
    }

    /** What the organisation would see if this were saved. */
    private static Preview preview(Hiding hiding, Named organisation, Fhir fhir, Whose whose) {
        Author author = new Author(whose.patientId(), true, "", Optional.empty());
        Parameters asked = new Parameters();
        asked.addParameter().setName("actor").setValue(new StringType(organisation.reference()));
        asked.addParameter().setName("purpose").setValue(new org.hl7.fhir.r4.model.CodeType("TREAT"));
        asked.addParameter().setName("consent").setResource(new WrittenChoice(author, "-").hiding(hiding));
        return Preview.of(fhir.post(Parameters.class, "Patient/" + whose.patientId() + "/$consent-preview", asked));
    }

    @PostMapping(PATH + "/{step}")
    String answer(
            @PathVariable String step,
            @RequestParam(defaultValue = "") String draft,
            @RequestParam(defaultValue = "") String shown,
            HttpServletRequest request,
            HttpServletResponse response,
            Fhir fhir,
            Whose whose,
            Visitor visitor,
            HttpSession session,
            Locale locale,
            Model model) {
        if (step.equals("check")) {
            return save(draft, shown, fhir, whose, visitor, session, response, locale, model);
        }
        Optional<Draft> begun = find(session, draft, whose, step);
        if (begun.isEmpty()) {
            return "redirect:" + whose.path() + "/choices/hide";
        }
        HidingAnswers answers = new HidingAnswers(request::getParameter, new Recipients(fhir, whose)::of, today.day());
        Optional<Draft> answered = answers.take(step, begun.get());
        if (answered.isEmpty()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            model.addAttribute("error", answers.error());
            model.addAttribute("until", answers.until());
            return page(step, answers.asGiven(begun.get()), fhir, whose, locale, model);
        }
        Drafts.of(session).keep(answered.get());
        return to(whose, answered.get());
    }

    private String save(
            String id,
            String shown,
            Fhir fhir,
            Whose whose,
            Visitor visitor,
            HttpSession session,
            HttpServletResponse response,
            Locale locale,
            Model model) {
        Drafts drafts = Drafts.of(session);
        Optional<Draft> taken =
                drafts.take(id, FORM, whose.patientId(), shown).filter(each -> new HidingDraft(each).complete());
        if (taken.isEmpty()) {
            return "redirect:"
                    + drafts.find(id, FORM, whose.patientId())
                            .map(each -> each.outcome()
                                    .orElse(whose.path() + "/choices/hide/check?changed=yes&draft=" + each.id()))
                            .orElse(whose.path() + "/choices");
        }
        Hiding hiding = new HidingDraft(taken.get()).hiding();
        Author author = new Author(whose.patientId(), whose.own(), visitor.name(), visitor.nhsNumber());
        String then = String.join("\n", new Sentences(messages, words.dates(), locale).of(hiding));
        Consent consent = new WrittenChoice(author, then).hiding(hiding);
        try {
            Receipt receipt = MyChoices.of(fhir, whose).save(consent);
            return "redirect:" + ReceiptController.keep(drafts, taken.get(), receipt, whose);
        } catch (FhirRefused refused) {
            drafts.keep(taken.get());
            if (!refused.byWhatWasSent()) {
                throw refused;
            }
            response.setStatus(refused.status());
            model.addAttribute("issues", refused.issues());
            return page("check", taken.get(), fhir, whose, locale, model);
        }
    }

    private static Optional<Draft> find(HttpSession session, String draft, Whose whose, String step) {
        if (!STEPS.contains(step)) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        return Drafts.of(session).find(draft, FORM, whose.patientId()).filter(each -> each.outcome()
                .isEmpty());
    }

    private static String to(Whose whose, Draft draft) {
        return "redirect:" + whose.path() + "/choices/hide/" + new HidingDraft(draft).next() + "?draft=" + draft.id();
    }

    static boolean isName(String typed) {
        return !typed.isBlank() && typed.length() <= LONGEST_NAME;
    }
}
