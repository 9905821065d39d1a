package io.candour.portal.choice;

import io.candour.portal.Fhir;
import io.candour.portal.FhirRefused;
import io.candour.portal.Whose;
import io.candour.portal.draft.Draft;
import io.candour.portal.draft.Drafts;
import io.candour.portal.words.ReceiptNumber;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.Consent;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The receipt of a choice, at once and whenever it is looked up again; and taking a choice back. */
@Controller
class ReceiptController {
    private static final String FORM = "take-back";
    private static final String WARNINGS = "warnings";

    /** Where the receipt is, with what only the answer to the save tells. */
    static String keep(Drafts drafts, Draft draft, Receipt receipt, Whose whose) {
        String path = whose.path() + "/choices/receipts/" + receipt.consent() + "/" + receipt.version() + "?draft="
                + draft.id();
        drafts.sent(draft, path, Map.of(WARNINGS, receipt.warnings(), "changed", receipt.changed()));
        return path;
    }

    @GetMapping("/record/{who}/choices/receipts/{id}/{version}")
    String receipt(
            @PathVariable String id,
            @PathVariable String version,
            @RequestParam Optional<String> draft,
            @RequestParam Optional<String> form,
            Fhir fhir,
            Whose whose,
            HttpSession session,
            Model model) {
        MyChoices choices = MyChoices.of(fhir, whose);
        Consent consent = choices.version(id, version);
        Optional<Draft> saved = draft.flatMap(each -> justSaved(Drafts.of(session), each, whose));
        Optional<Standing.Choice> choice = choices.standing().flatMap(standing -> standing.find(id));
        Optional<Standing.Choice> now = choice.filter(each -> each.version().equals(version));
        model.addAttribute("id", id);
        model.addAttribute("reference", ReceiptNumber.of(id, version));
        model.addAttribute("justSaved", saved.isPresent());
        model.addAttribute("warnings", saved.map(each -> each.all(WARNINGS)).orElse(List.of()));
        model.addAttribute("saved", MyChoices.saved(consent));
        model.addAttribute("row", now.map(Overview.Row::of));
        model.addAttribute("live", now.filter(Standing.Choice::live).isPresent());
        model.addAttribute(
                "changed",
                now.map(Standing.Choice::words)
                        .filter(words -> !words.isEmpty())
                        .orElseGet(() -> saved.map(each -> each.all("changed")).orElse(List.of())));
        model.addAttribute("shown", MyChoices.shown(consent).map(text -> List.of(text.split("\n", -1))));
        model.addAttribute("active", consent.getStatus() == Consent.ConsentState.ACTIVE);
        model.addAttribute("newer", choice.map(Standing.Choice::version).filter(latest -> !latest.equals(version)));
        return "portal/choice/receipt";
    }

    private static Optional<Draft> justSaved(Drafts drafts, String id, Whose whose) {
        return List.of(FORM, QuestionController.FORM, HidingController.FORM).stream()
                .flatMap(form -> drafts.find(id, form, whose.patientId()).stream())
                .filter(each -> each.outcome().isPresent())
                .findFirst();
    }

    @GetMapping("/record/{who}/choices/stored/{id}/take-back")
    String ask(@PathVariable String id, Fhir fhir, Whose whose, HttpSession session, Model model) {
        MyChoices choices = MyChoices.of(fhir, whose);
        Optional<Standing.Choice> choice = choices.standing().flatMap(standing -> standing.find(id));
        Consent consent = choices.read(id);
        if (choice.isEmpty() || !choice.get().live()) {
            return "redirect:" + whose.path() + "/choices/receipts/" + id + "/"
                    + consent.getIdElement().getVersionIdPart();
        }
        Draft draft = Drafts.of(session).begin(FORM, whose.patientId());
        model.addAttribute("draft", draft.id());
        model.addAttribute("row", Overview.Row.of(choice.get()));
        model.addAttribute(
                "question", choice.get().choice().flatMap(Question::byCode).map(Question::code));
        return "portal/choice/take-back";
    }

    @PostMapping("/record/{who}/choices/stored/{id}/take-back")
    String takeBack(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String draft,
            Fhir fhir,
            Whose whose,
            HttpSession session,
            HttpServletResponse response,
            Model model) {
        Drafts drafts = Drafts.of(session);
        Optional<Draft> taken = drafts.take(draft, FORM, whose.patientId());
        if (taken.isEmpty()) {
            return "redirect:"
                    + drafts.find(draft, FORM, whose.patientId())
                            .flatMap(Draft::outcome)
                            .orElse(whose.path() + "/choices");
        }
        try {
            MyChoices choices = MyChoices.of(fhir, whose);
            return "redirect:" + keep(drafts, taken.get(), choices.takeBack(choices.read(id)), whose);
        } catch (FhirRefused refused) {
            drafts.keep(taken.get());
            if (!refused.byWhatWasSent()) {
                throw refused;
            }
            response.setStatus(refused.status());
            model.addAttribute("issues", refused.issues());
            return "portal/choice/refused";
        }
    }
}
