package io.candour.portal.choice;

import io.candour.portal.choice.Hiding.Named;
import io.candour.portal.choice.Hiding.What;
import io.candour.portal.draft.Draft;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** What has been answered so far of what is to be hidden, and which page comes next. */
record HidingDraft(Draft draft) {
    static final String WHAT = "what";
    static final String ITEM = "item";
    static final String ITEM_NAME = "item-name";
    static final String FROM = "from";
    static final String FROM_NAME = "from-name";
    static final String NAME = "name";
    static final String UNTIL = "until";
    static final String EMERGENCY = "emergency";

    static final String RECORD = "record";
    static final String ENTRY = "entry";
    static final String ALL = "all";
    static final String SEARCH = "search";

    /** What people call kinds of entries; what nobody else sees anyway is not among them. */
    static final List<String> CATEGORIES = List.of(
            "allergies",
            "medicines",
            "conditions",
            "test-results",
            "measurements",
            "vaccinations",
            "procedures",
            "visits",
            "care-plans",
            "documents",
            "referrals",
            "details",
            "other");

    /** The first page that is not answered yet. */
    String next() {
        if (what().isEmpty()) {
            return "what";
        }
        if (!draft.answered(FROM)) {
            return "from";
        }
        if (draft.answer(FROM).filter(SEARCH::equals).isPresent()) {
            return "search";
        }
        if (!draft.answered(UNTIL)) {
            return "until";
        }
        return asksAboutEmergencies() && !draft.answered(EMERGENCY) ? "emergency" : "check";
    }

    boolean complete() {
        return next().equals("check");
    }

    /** Emergencies open a record to staff, not to people who act for somebody. */
    private boolean asksAboutEmergencies() {
        return draft.answer(FROM)
                .filter(from -> from.startsWith("RelatedPerson/"))
                .isEmpty();
    }

    Optional<What> what() {
        return draft.answer(WHAT).flatMap(given -> switch (given) {
            case RECORD -> Optional.<What>of(new Hiding.All());
            case ENTRY ->
                draft.answer(ITEM)
                        .map(item -> new Hiding.Entry(
                                new Named(item, draft.answer(ITEM_NAME).orElse(""))));
            default -> Optional.<What>of(new Hiding.Kind(given)).filter(any -> CATEGORIES.contains(given));
        });
    }

    /** Of a complete one. */
    Hiding hiding() {
        Optional<Named> from = draft.answer(FROM)
                .filter(given -> !given.equals(ALL))
                .map(given -> new Named(given, draft.answer(FROM_NAME).orElse("")));
        return new Hiding(
                what().orElseThrow(),
                from,
                draft.answer(UNTIL).filter(day -> !day.isEmpty()).map(LocalDate::parse),
                draft.answer(EMERGENCY).filter(any -> asksAboutEmergencies()).map(Answer.YES.code()::equals));
    }
}
