package io.candour.portal.choice;

import io.candour.portal.choice.Hiding.Named;
import io.candour.portal.draft.Draft;
import io.candour.portal.form.TypedDay;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What one page of hiding something was answered. For one request. */
final class HidingAnswers {
    private final UnaryOperator<@Nullable String> typed;
    private final Function<String, Optional<Named>> recipients;
    private final LocalDate today;
    private String error = "";
    private TypedDay until = TypedDay.of(Optional.empty());

    /**
     * @param typed what was given under a name
     * @param recipients who a reference is
     */
    HidingAnswers(
            UnaryOperator<@Nullable String> typed, Function<String, Optional<Named>> recipients, LocalDate today) {
        this.typed = typed;
        this.recipients = recipients;
        this.today = today;
    }

    /** What is wrong, where an answer was not taken: the key of a message. */
    String error() {
        return error;
    }

    /** The day as it was typed. */
    TypedDay until() {
        return until;
    }

    /** The draft as its page shows it once more: with a name that was not taken. */
    Draft asGiven(Draft draft) {
        return error.equals("choice.error.name")
                ? draft.with(HidingDraft.FROM, HidingDraft.SEARCH).with(HidingDraft.NAME, text("name"))
                : draft;
    }

    /** The draft with the answer to this page; empty where there is none that can be taken. */
    Optional<Draft> take(String step, Draft draft) {
        return switch (step) {
            case "what" -> what(draft);
            case "from" -> from(draft);
            case "search" -> recipient(draft, text("from"), "choice.error.search");
            case "until" -> until(draft);
            default -> emergency(draft);
        };
    }

    private Optional<Draft> what(Draft draft) {
        String what = text("what");
        boolean known = what.equals(HidingDraft.RECORD)
                || HidingDraft.CATEGORIES.contains(what)
                || (what.equals(HidingDraft.ENTRY) && draft.answered(HidingDraft.ITEM));
        return known ? Optional.of(draft.with(HidingDraft.WHAT, what)) : wrong("choice.error.what");
    }

    private Optional<Draft> from(Draft draft) {
        String from = text("from");
        if (from.equals(HidingDraft.ALL)) {
            return Optional.of(draft.with(HidingDraft.FROM, from).without(HidingDraft.FROM_NAME));
        }
        if (from.equals(HidingDraft.SEARCH)) {
            String name = text("name");
            return HidingController.isName(name)
                    ? Optional.of(draft.with(HidingDraft.FROM, from).with(HidingDraft.NAME, name))
                    : wrong("choice.error.name");
        }
        return recipient(draft, from, "choice.error.from");
    }

    private Optional<Draft> recipient(Draft draft, String reference, String otherwise) {
        Optional<Named> named = recipients.apply(reference);
        return named.isEmpty()
                ? wrong(otherwise)
                : named.map(each -> draft.with(HidingDraft.FROM, reference).with(HidingDraft.FROM_NAME, each.name()));
    }

    private Optional<Draft> until(Draft draft) {
        String how = text("how");
        if (how.equals("forever")) {
            return Optional.of(draft.with(HidingDraft.UNTIL, ""));
        }
        if (!how.equals("until")) {
            return wrong("choice.error.until");
        }
        until = TypedDay.of(text("until-day"), text("until-month"), text("until-year"));
        Optional<LocalDate> day = until.date();
        if (day.isEmpty()) {
            return wrong("choice.error.until.day");
        }
        return day.get().isBefore(today)
                ? wrong("choice.error.until.past")
                : Optional.of(draft.with(HidingDraft.UNTIL, day.get().toString()));
    }

    private Optional<Draft> emergency(Draft draft) {
        String emergency = text("emergency");
        return Answer.byCode(emergency).isPresent()
                ? Optional.of(draft.with(HidingDraft.EMERGENCY, emergency))
                : wrong("choice.error.emergency");
    }

    private Optional<Draft> wrong(String key) {
        error = key;
        return Optional.empty();
    }

    private String text(String name) {
        String value = typed.apply(name);
        return value == null ? "" : value.strip();
    }
}
