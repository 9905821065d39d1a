package io.candour.portal.people;

import io.candour.portal.draft.Draft;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What has been answered so far of who is to act for whom, and which page comes next. */
record TermsDraft(Draft draft) {
    static final String NAME = "name";
    static final String NUMBER = "number";
    static final String BORN = "born";
    static final String SEE = "see";
    static final String CATEGORY = "category";
    static final String SENSITIVE = "sensitive";
    static final String ACT = "act";
    static final String UNTIL = "until";

    static final String ALL = "all";
    static final String SOME = "some";

    /** What else can be seen; who is to choose needs to see choices. */
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
            "choices",
            "other");

    /** Whoever acts for somebody sees who that is. */
    private static final String ALWAYS = "details";

    static final List<String> ACTS = List.of("choose", "dispute");

    /** The first page that is not answered yet. */
    String next() {
        if (!draft.answered(NUMBER)) {
            return "who";
        }
        if (!draft.answered(SEE)) {
            return "see";
        }
        if (!draft.answered(SENSITIVE)) {
            return "sensitive";
        }
        if (!draft.answered(ACT)) {
            return "act";
        }
        return draft.answered(UNTIL) ? "check" : "until";
    }

    boolean complete() {
        return next().equals("check");
    }

    boolean some() {
        return draft.answer(SEE).filter(SOME::equals).isPresent();
    }

    /** Of a complete one. */
    ProxyTerms terms() {
        return new ProxyTerms(
                draft.answer(NUMBER).orElseThrow(),
                LocalDate.parse(draft.answer(BORN).orElseThrow()),
                draft.answer(NAME).filter(name -> !name.isEmpty()),
                some()
                        ? Stream.concat(Stream.of(ALWAYS), draft.all(CATEGORY).stream())
                                .toList()
                        : List.of(),
                draft.answer(SENSITIVE).filter("yes"::equals).isPresent(),
                draft.all(ACT),
                until());
    }

    Optional<LocalDate> until() {
        return draft.answer(UNTIL).filter(day -> !day.isEmpty()).map(LocalDate::parse);
    }
}
