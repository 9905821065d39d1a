package io.candour.browser;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What holds for every page, whatever is on it. */
final class PageLaws {
    private static final Map<String, Pattern> NOT_FOR_PEOPLE = Map.of(
            "a message that is missing", Pattern.compile("\\?\\?[^?\\s]+\\?\\?"),
            "an id", Pattern.compile("\\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\b"),
            "a reference",
                    Pattern.compile("\\b(Patient|Practitioner|Organization|Encounter|Observation|Condition|Consent|Task"
                            + "|MedicationRequest|Procedure|DocumentReference|RelatedPerson)/[A-Za-z0-9-]+"),
            "a URL", Pattern.compile("\\b(https?://|urn:)\\S+"),
            "a date as machines write it", Pattern.compile("\\b\\d{4}-\\d{2}-\\d{2}(T\\S*)?\\b"),
            "something of the program", Pattern.compile("\\b(null|undefined|NaN)\\b|Optional\\[|\\[object \\w+]"),
            "markup that was escaped twice", Pattern.compile("&(amp|lt|gt|quot|#\\d+);"),
            "a placeholder", Pattern.compile("[{][0-9]+(,[^}]*)?[}]|[$#*@][{]"));

    private PageLaws() {}

    /** The laws that a page breaks, each in a line; none if it keeps them all. */
    static List<String> broken(PageFacts page) {
        List<String> broken = new ArrayList<>(headings(page.headings()));
        if (page.title().isBlank()) {
            broken.add("has no title");
        }
        if (page.errorSummary() && !page.title().startsWith("Error: ")) {
            broken.add("tells of an error, and its title does not begin with 'Error: ': " + page.title());
        }
        if (!page.language().equals("en")) {
            broken.add("says that its language is '" + page.language() + "'");
        }
        if (page.contentWidth() > page.width()) {
            broken.add("is %d pixels wide in a window of %d".formatted(page.contentWidth(), page.width()));
        }
        page.tablesWithoutCaption().forEach(each -> broken.add("has a table without a caption: " + each));
        page.inlineCode().forEach(each -> broken.add("has style or script in its markup: " + each));
        page.brokenAnchors().forEach(each -> broken.add("links to a place that it does not have: #" + each));
        NOT_FOR_PEOPLE.forEach((what, pattern) -> {
            Matcher found = pattern.matcher(page.text());
            if (found.find()) {
                broken.add("shows " + what + ": " + found.group());
            }
        });
        return broken;
    }

    private static List<String> headings(List<String> headings) {
        List<String> broken = new ArrayList<>();
        long first = headings.stream().filter(each -> each.startsWith("1")).count();
        if (first != 1) {
            broken.add("has %d headings of level 1".formatted(first));
        }
        // The summary of errors comes before the page's own heading, with one of level 2.
        int above = 1;
        for (String heading : headings) {
            int level = heading.charAt(0) - '0';
            if (level > above + 1) {
                broken.add("skips to a heading of level %d: %s".formatted(level, heading.substring(1)));
            }
            if (heading.substring(1).isBlank()) {
                broken.add("has an empty heading");
            }
            above = level;
        }
        return broken;
    }
}
