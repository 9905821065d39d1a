package io.candour.portal.choice;

import io.candour.portal.words.Dates;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.context.MessageSource;

/**
 * What follows from an answer, in sentences: what people read before they save, and what is kept with their Consent as what
 * they agreed to.
 */
final class Sentences {
    private final MessageSource messages;
    private final Dates dates;
    private final Locale locale;

    Sentences(MessageSource messages, Dates dates, Locale locale) {
        this.messages = messages;
        this.dates = dates;
        this.locale = locale;
    }

    List<String> of(Question question, Answer answer, Optional<Boolean> emergency) {
        List<String> sentences = new ArrayList<>();
        sentences.add(say("choice.question." + question.code() + "." + answer.code() + ".then"));
        emergency.map(Sentences::emergency).map(this::say).ifPresent(sentences::add);
        sentences.add(say("choice.group." + question.group().code() + ".care"));
        return sentences;
    }

    /** The question and the answer as they were put and given, then what follows. */
    String shown(Question question, Answer answer, Optional<Boolean> emergency) {
        String asked = say("choice.question." + question.code() + ".title");
        String given = say("choice.question." + question.code() + "." + answer.code());
        return asked + "\n" + given + "\n" + String.join("\n", of(question, answer, emergency));
    }

    List<String> of(Hiding hiding) {
        List<String> sentences = new ArrayList<>();
        sentences.add(say("choice.hide.then", who(hiding), what(hiding.what()), time(hiding)));
        hiding.emergency().map(Sentences::emergency).map(this::say).ifPresent(sentences::add);
        sentences.add(say("choice.hide.others"));
        sentences.add(say("choice.group.care.care"));
        return sentences;
    }

    String what(Hiding.What what) {
        if (what instanceof Hiding.Kind kind) {
            return say("choice.hide.what.your", say("choice.category." + kind.category()));
        }
        return what instanceof Hiding.Entry entry
                ? say("choice.hide.what.entry", entry.entry().name())
                : say("choice.hide.what.record");
    }

    private String who(Hiding hiding) {
        return hiding.from().map(Hiding.Named::name).orElseGet(() -> say("choice.hide.who.all"));
    }

    private String time(Hiding hiding) {
        return hiding.until()
                .map(day -> say("choice.hide.time", dates.day(day)))
                .orElse("");
    }

    private static String emergency(boolean may) {
        return may ? "choice.emergency.yes.then" : "choice.emergency.no.then";
    }

    String say(String key, Object... values) {
        return messages.getMessage(key, values, locale);
    }
}
