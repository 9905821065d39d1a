package io.candour.portal;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * What somebody wrote in their own words, in a form that came after their visit was over: shown to them once more, so that it
 * is not lost. Only what one of our own pages sent: no other site can have a text of its own shown here.
 */
@Component
final class Written {
    static final String IN_PAGE = "written";

    private static final int MOST = 20;

    private final String origin;

    Written(PortalSettings settings) {
        this.origin = PortalSettings.origin(settings.url());
    }

    /** Texts of more than one word, in no particular order. */
    List<String> of(HttpServletRequest request) {
        return !origin.equals(request.getHeader("Origin"))
                ? List.of()
                : request.getParameterMap().values().stream()
                        .flatMap(Arrays::stream)
                        .map(String::strip)
                        .filter(text -> text.matches("(?s).*\\s.*"))
                        .distinct()
                        .limit(MOST)
                        .toList();
    }
}
