package io.candour.portal.choice;

import io.candour.portal.Fhir;
import io.candour.portal.Whose;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.Consent;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** All choices, whether each is working, and the earlier ones. */
@Controller
class ChoicesController {
    static final String NOT_FOR_YOU = "portal/choice/not-for-you";

    /** A stored choice of the list of all, with what was agreed to where the server says nothing of it any more. */
    record Kept(Overview.Row row, Optional<String> choice, Optional<String> shown, Optional<Instant> saved) {
        static Kept of(Standing.Choice choice, Consent consent) {
            return new Kept(
                    Overview.Row.of(choice),
                    choice.choice(),
                    choice.words().isEmpty() ? MyChoices.shown(consent) : Optional.empty(),
                    MyChoices.saved(consent));
        }
    }

    @GetMapping("/record/{who}/choices")
    String overview(Fhir fhir, Whose whose, Model model) {
        Optional<Standing> standing = MyChoices.of(fhir, whose).standing();
        standing.map(Overview::of).ifPresent(overview -> model.addAttribute("overview", overview));
        return standing.isPresent() ? "portal/choice/overview" : NOT_FOR_YOU;
    }

    /** 'Is my choice working?': those that count or will first, then those that do not, and why. */
    @GetMapping("/record/{who}/choices/working")
    String working(Fhir fhir, Whose whose, Model model) {
        MyChoices choices = MyChoices.of(fhir, whose);
        Optional<Standing> standing = choices.standing();
        if (standing.isEmpty()) {
            return NOT_FOR_YOU;
        }
        List<Standing.Choice> all = own(standing.get(), choices.stored());
        model.addAttribute(
                "working",
                all.stream().filter(Standing.Choice::live).map(Overview.Row::of).toList());
        model.addAttribute(
                "defaults",
                standing.get().unanswered().stream()
                        .filter(each -> Question.byCode(each.choice()).isPresent())
                        .toList());
        model.addAttribute(
                "broken",
                all.stream()
                        .filter(ChoicesController::broken)
                        .map(Overview.Row::of)
                        .toList());
        return "portal/choice/working";
    }

    /** What the server can't carry out, unlike what was taken back or replaced. */
    private static boolean broken(Standing.Choice choice) {
        return choice.state() == Standing.State.NOT_ENFORCEABLE
                && !choice.words().isEmpty();
    }

    @GetMapping("/record/{who}/choices/history")
    String history(Fhir fhir, Whose whose, Model model) {
        MyChoices choices = MyChoices.of(fhir, whose);
        Optional<Standing> standing = choices.standing();
        if (standing.isEmpty()) {
            return NOT_FOR_YOU;
        }
        Map<String, Consent> stored = choices.stored();
        model.addAttribute(
                "kept",
                own(standing.get(), stored).stream()
                        .map(choice -> Kept.of(choice, stored.getOrDefault(choice.consent(), new Consent())))
                        .toList());
        return "portal/choice/history";
    }

    private static List<Standing.Choice> own(Standing standing, Map<String, Consent> stored) {
        return standing.choices().stream()
                .filter(choice -> stored.containsKey(choice.consent()))
                .toList();
    }
}
