package io.candour.portal.choice;

import io.candour.portal.Fhir;
import io.candour.portal.FhirRefused;
import io.candour.portal.Visitor;
import io.candour.portal.Whose;
import io.candour.portal.draft.Draft;
import io.candour.portal.draft.Drafts;
import io.candour.portal.words.Words;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * One question: the answer, what is to hold in an emergency where that matters, what follows from it in words, and only then
 * the save.
 */
@Controller
class QuestionController {
    static final String FORM = "question";

    private static final String PATH = "/record/{who}/choices/ask/{code}";
    private static final String QUESTION = "question";
    private static final String ANSWER = "answer";
    private static final String EMERGENCY = "emergency";

    private final MessageSource messages;
    private final Words words;

    QuestionController(MessageSource messages, Words words) {
        this.messages = messages;
        this.words = words;
    }

    @GetMapping(PATH)
    String ask(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String draft,
            Fhir fhir,
            Whose whose,
            HttpSession session,
            Model model) {
        Question question = question(code);
        Optional<Standing> standing = MyChoices.of(fhir, whose).standing();
        if (standing.isEmpty()) {
            return ChoicesController.NOT_FOR_YOU;
        }
        Optional<Draft> begun = find(session, draft, question, whose);
        return page(question, standing.get(), begun, model);
    }

    private static String page(Question question, Standing standing, Optional<Draft> draft, Model model) {
        model.addAttribute(QUESTION, question.code());
        model.addAttribute("group", question.group().code());
        model.addAttribute(ANSWER, draft.flatMap(each -> each.answer(ANSWER)).orElse(""));
        model.addAttribute("draft", draft.map(Draft::id).orElse(""));
        model.addAttribute(
                "now",
                Overview.of(standing).sections().stream()
                        .flatMap(section -> section.questions().stream())
                        .filter(asked -> asked.code().equals(question.code()))
                        .findFirst()
                        .orElseThrow());
        return "portal/choice/question";
    }

    @PostMapping(PATH)
    String answer(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String answer,
            @RequestParam(defaultValue = "") String draft,
            Fhir fhir,
            Whose whose,
            HttpSession session,
            HttpServletResponse response,
            Model model) {
        Question question = question(code);
        Optional<Draft> begun = find(session, draft, question, whose);
        Optional<Answer> given = Answer.byCode(answer);
        if (given.isEmpty()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            model.addAttribute("error", "choice.error.answer");
            return MyChoices.of(fhir, whose)
                    .standing()
                    .map(standing -> page(question, standing, begun, model))
                    .orElse(ChoicesController.NOT_FOR_YOU);
        }
        Drafts drafts = Drafts.of(session);
        Draft kept = begun.orElseGet(() -> drafts.begin(FORM, whose.patientId()))
                .with(QUESTION, question.code())
                .with(ANSWER, given.get().code());
        drafts.keep(kept);
        String next = question.asksAboutEmergencies(given.get()) ? "/emergency" : "/check";
        return "redirect:" + path(whose, question) + next + "?draft=" + kept.id();
    }

    @GetMapping(PATH + "/emergency")
    String emergency(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String draft,
            Whose whose,
            HttpSession session,
            Model model) {
        Question question = question(code);
        Optional<Draft> begun = find(session, draft, question, whose);
        if (begun.isEmpty()) {
            return "redirect:" + path(whose, question);
        }
        return emergencyPage(question, begun.get(), model);
    }

    private static String emergencyPage(Question question, Draft draft, Model model) {
        model.addAttribute("draft", draft.id());
        model.addAttribute("emergency", draft.answer(EMERGENCY).orElse(""));
        model.addAttribute("back", "/choices/ask/" + question.code());
        model.addAttribute("action", "/choices/ask/" + question.code() + "/emergency");
        return "portal/choice/emergency";
    }

    @PostMapping(PATH + "/emergency")
    String emergency(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String emergency,
            @RequestParam(defaultValue = "") String draft,
            Whose whose,
            HttpSession session,
            HttpServletResponse response,
            Model model) {
        Question question = question(code);
        Optional<Draft> begun = find(session, draft, question, whose);
        if (begun.isEmpty()) {
            return "redirect:" + path(whose, question);
        }
        if (Answer.byCode(emergency).isEmpty()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            model.addAttribute("error", "choice.error.emergency");
            return emergencyPage(question, begun.get(), model);
        }
        Drafts.of(session).keep(begun.get().with(EMERGENCY, emergency));
        return "redirect:" + path(whose, question) + "/check?draft="
                + begun.get().id();
    }

    @GetMapping(PATH + "/check")
    String check(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String draft,
            Whose whose,
            HttpSession session,
            Locale locale,
            Model model) {
        Question question = question(code);
        Optional<Draft> begun = find(session, draft, question, whose).filter(each -> complete(each, question));
        return begun.map(each -> checkPage(question, each, locale, model))
                .orElseGet(() -> "redirect:" + path(whose, question));
    }

    private String checkPage(Question question, Draft draft, Locale locale, Model model) {
        model.addAttribute(QUESTION, question.code());
        model.addAttribute(ANSWER, answer(draft).code());
        model.addAttribute(
                "emergency", emergency(draft, question).map(may -> may ? Answer.YES.code() : Answer.NO.code()));
        model.addAttribute("draft", draft.id());
        model.addAttribute("shown", draft.state());
        model.addAttribute(
                "then",
                new Sentences(messages, words.dates(), locale).of(question, answer(draft), emergency(draft, question)));
        return "portal/choice/check";
    }

    @PostMapping(PATH + "/check")
    String save(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String draft,
            @RequestParam(defaultValue = "") String shown,
            Fhir fhir,
            Whose whose,
            Visitor visitor,
            HttpSession session,
            HttpServletResponse response,
            Locale locale,
            Model model,
            RedirectAttributes next) {
        Question question = question(code);
        Drafts drafts = Drafts.of(session);
        Optional<Draft> taken =
                drafts.take(draft, FORM, whose.patientId(), shown).filter(each -> complete(each, question));
        if (taken.isEmpty()) {
            return "redirect:"
                    + drafts.find(draft, FORM, whose.patientId())
                            .map(each -> each.outcome()
                                    .orElse(path(whose, question) + "/check?changed=yes&draft=" + each.id()))
                            .orElse(path(whose, question));
        }
        try {
            Optional<Receipt> receipt = carryOut(question, taken.get(), fhir, whose, visitor, locale);
            if (receipt.isEmpty()) {
                next.addFlashAttribute("done", "choice.done.nothing");
            }
            return "redirect:"
                    + receipt.map(each -> ReceiptController.keep(drafts, taken.get(), each, whose))
                            .orElse(whose.path() + "/choices");
        } catch (FhirRefused refused) {
            drafts.keep(taken.get());
            if (!refused.byWhatWasSent()) {
                throw refused;
            }
            response.setStatus(refused.status());
            model.addAttribute("issues", refused.issues());
            return checkPage(question, taken.get(), locale, model);
        }
    }

    /** Empty where nothing was stored that could be taken back. */
    private Optional<Receipt> carryOut(
            Question question, Draft draft, Fhir fhir, Whose whose, Visitor visitor, Locale locale) {
        MyChoices choices = MyChoices.of(fhir, whose);
        Answer answer = answer(draft);
        Optional<Boolean> emergency = emergency(draft, question);
        if (question.takesBack(answer)) {
            List<Standing.Choice> standing = choices.standing().stream()
                    .flatMap(each -> each.choices().stream())
                    .filter(each -> each.live() && each.answers(question.code()))
                    .toList();
            return standing.stream()
                    .map(each -> choices.takeBack(choices.read(each.consent())))
                    .reduce((first, last) -> last);
        }
        Author author = new Author(whose.patientId(), whose.own(), visitor.name(), visitor.nhsNumber());
        String shown = new Sentences(messages, words.dates(), locale).shown(question, answer, emergency);
        return Optional.of(choices.save(new WrittenChoice(author, shown).answering(question, answer, emergency)));
    }

    private static Answer answer(Draft draft) {
        return draft.answer(ANSWER).flatMap(Answer::byCode).orElseThrow();
    }

    private static Optional<Boolean> emergency(Draft draft, Question question) {
        return draft.answer(EMERGENCY)
                .filter(any -> question.asksAboutEmergencies(answer(draft)))
                .map(Answer.YES.code()::equals);
    }

    private static boolean complete(Draft draft, Question question) {
        Optional<Answer> answer = draft.answer(ANSWER).flatMap(Answer::byCode);
        return answer.isPresent()
                && draft.answer(QUESTION).filter(question.code()::equals).isPresent()
                && (!question.asksAboutEmergencies(answer.get()) || draft.answered(EMERGENCY));
    }

    private static Optional<Draft> find(HttpSession session, String draft, Question question, Whose whose) {
        return Drafts.of(session)
                .find(draft, FORM, whose.patientId())
                .filter(each -> each.outcome().isEmpty()
                        && each.answer(QUESTION).filter(question.code()::equals).isPresent());
    }

    private static Question question(String code) {
        return Question.byCode(code).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private static String path(Whose whose, Question question) {
        return whose.path() + "/choices/ask/" + question.code();
    }
}
