package io.candour.portal;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * What somebody typed into a form that was not taken: in the answer once more, so that it is not lost, and kept nowhere. Only
 * what one of our own pages sent: no other site can have a text of its own shown here.
 */
@Component
final class Written {
    static final String IN_PAGE = "written";

    /** The fields that people type into, of all forms. What they chose is none of their words, and no secret is among them. */
    static final List<String> TEXTS = List.of(
            "text",
            "reason",
            "reasonText",
            "note",
            "statement",
            "title",
            "description",
            "legalBasis",
            "fee",
            "condition",
            "medicine",
            "result",
            "resultLow",
            "resultHigh",
            "resultUnit",
            "ageFrom",
            "ageTo",
            "area",
            "name",
            "number",
            "nhsNumber",
            "organisation",
            "organisationName",
            "form",
            "notice",
            "days",
            "agent");
    /** Those for a day, of three fields each. */
    static final List<String> DAYS = List.of("birthDate", "born", "signed", "start", "end", "until", "from", "to");

    private final String origin;

    Written(PortalSettings settings) {
        this.origin = PortalSettings.origin(settings.url());
    }

    /** For whatever page answers this request. */
    void showIn(HttpServletRequest request) {
        request.setAttribute(IN_PAGE, of(request));
    }

    /** A text for each field, and each day. */
    private List<String> of(HttpServletRequest request) {
        if (!origin.equals(request.getHeader("Origin"))) {
            return List.of();
        }
        Stream<String> days = DAYS.stream().map(day -> Stream.of("-day", "-month", "-year")
                .map(part -> text(request, day + part))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" ")));
        // Where there is a field for the words, the reason itself is one of a list.
        boolean chosen = request.getParameter("reasonText") != null;
        Stream<String> texts = TEXTS.stream()
                .filter(name -> !(chosen && name.equals("reason")))
                .map(name -> text(request, name));
        return Stream.concat(texts, days).filter(text -> !text.isEmpty()).toList();
    }

    private static String text(HttpServletRequest request, String name) {
        return Optional.ofNullable(request.getParameter(name)).orElse("").strip();
    }
}
