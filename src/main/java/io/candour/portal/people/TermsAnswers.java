package io.candour.portal.people;

import io.candour.portal.draft.Draft;
import io.candour.portal.form.TypedDay;
import jakarta.servlet.http.HttpServletRequest;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one page about who is to act was answered. For one request. */
final class TermsAnswers {
    private static final int LONGEST_NAME = 200;

    private final HttpServletRequest request;
    private final LocalDate today;
    private final Map<String, String> wrong = new LinkedHashMap<>();

    TermsAnswers(HttpServletRequest request, LocalDate today) {
        this.request = request;
        this.today = today;
    }

    /** What is wrong: by the id of the field the key of a message, in the order of the fields. */
    Map<String, String> wrong() {
        return wrong;
    }

    /** The draft with the answers to this page, also where some are {@link #wrong}, so that what was typed is shown again. */
    Draft take(String step, Draft draft, boolean named) {
        return switch (step) {
            case "who" -> who(draft, named);
            case "see" -> see(draft);
            case "sensitive" -> sensitive(draft);
            case "act" -> act(draft);
            default -> until(draft);
        };
    }

    private Draft who(Draft draft, boolean named) {
        String name = text("name");
        if (named && (name.isEmpty() || name.length() > LONGEST_NAME)) {
            wrong.put("name", "people.error.name");
        }
        String number = text("number").replaceAll("[\\s-]", "");
        if (!number.matches("\\d{10}")) {
            wrong.put("number", "people.error.number");
        }
        Optional<LocalDate> born = day("born").date().filter(day -> !day.isAfter(today));
        if (born.isEmpty()) {
            wrong.put("born-day", "people.error.born");
        }
        return draft.with(TermsDraft.NAME, name)
                .with(TermsDraft.NUMBER, number)
                .with(TermsDraft.BORN, born.map(LocalDate::toString).orElse(""));
    }

    private Draft see(Draft draft) {
        String see = text("see");
        List<String> chosen = all("category", TermsDraft.CATEGORIES);
        if (!see.equals(TermsDraft.ALL) && !see.equals(TermsDraft.SOME)) {
            wrong.put("see-all", "people.error.see");
        } else if (see.equals(TermsDraft.SOME) && chosen.isEmpty()) {
            wrong.put("category-allergies", "people.error.category");
        }
        return draft.with(TermsDraft.SEE, see).with(TermsDraft.CATEGORY, chosen);
    }

    private Draft sensitive(Draft draft) {
        String sensitive = text("sensitive");
        if (!sensitive.equals("yes") && !sensitive.equals("no")) {
            wrong.put("sensitive-yes", "people.error.sensitive");
        }
        return draft.with(TermsDraft.SENSITIVE, sensitive);
    }

    /** To do nothing but see is an answer. */
    private Draft act(Draft draft) {
        return draft.with(TermsDraft.ACT, all("act", TermsDraft.ACTS));
    }

    private Draft until(Draft draft) {
        String how = text("how");
        TypedDay typed = day("until");
        if (how.equals("forever")) {
            return draft.with(TermsDraft.UNTIL, "");
        }
        Optional<LocalDate> day = typed.date();
        if (!how.equals("until")) {
            wrong.put("how-forever", "people.error.until");
        } else if (day.isEmpty()) {
            wrong.put("until-day", "people.error.until.day");
        } else if (day.get().isBefore(today)) {
            wrong.put("until-day", "people.error.until.past");
        }
        return draft.with(TermsDraft.UNTIL, day.map(LocalDate::toString).orElse(""));
    }

    TypedDay day(String name) {
        return TypedDay.of(
                request.getParameter(name + "-day"),
                request.getParameter(name + "-month"),
                request.getParameter(name + "-year"));
    }

    String text(String name) {
        String value = request.getParameter(name);
        return value == null ? "" : value.strip();
    }

    private List<String> all(String name, List<String> known) {
        String[] values = request.getParameterValues(name);
        return values == null
                ? List.of()
                : Arrays.stream(values).filter(known::contains).distinct().toList();
    }
}
