package io.candour.browser;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * What a crawl needs to know of a page, read from its markup without a browser.
 *
 * @param links where it leads, as written
 * @param ids of its elements
 * @param headings each as its level, a space and its words
 * @param text outside of what is shown as data
 */
record Markup(
        String title,
        String language,
        List<String> links,
        List<Form> forms,
        Set<String> ids,
        List<String> headings,
        String text,
        boolean errorSummary,
        List<String> tablesWithoutCaption,
        List<String> inlineCode) {

    /**
     * A form.
     *
     * @param action where it goes, as written; empty for the page's own address
     * @param method in lower case
     */
    record Form(String action, String method, List<Field> fields) {
        Form {
            fields = List.copyOf(fields);
        }
    }

    /**
     * What a form may send.
     *
     * @param type as an input's; {@code textarea}, {@code option} for each of a list's, {@code submit} for a button
     */
    record Field(String name, String type, String value) {}

    Markup {
        links = List.copyOf(links);
        forms = List.copyOf(forms);
        ids = Set.copyOf(ids);
        headings = List.copyOf(headings);
        tablesWithoutCaption = List.copyOf(tablesWithoutCaption);
        inlineCode = List.copyOf(inlineCode);
    }

    static Markup of(String html) {
        Document page = Jsoup.parse(html);
        Element shown = page.body().clone();
        shown.select("pre, code, script, style, details:not([open]) > :not(summary)")
                .remove();
        return new Markup(
                page.title(),
                page.select("html").attr("lang"),
                page.select("a[href]").eachAttr("href"),
                page.select("form").stream().map(Markup::form).toList(),
                new HashSet<>(page.select("[id]").eachAttr("id")),
                page.select("h1, h2, h3, h4, h5, h6").stream()
                        .map(each -> each.tagName().substring(1) + " " + each.text())
                        .toList(),
                shown.text(),
                !page.select(".nhsuk-error-summary").isEmpty(),
                page.select("table:not(:has(caption))").eachText(),
                page.select("[style], style, script:not([src])").stream()
                        .map(each -> each.shallowClone().outerHtml())
                        .toList());
    }

    private static Form form(Element form) {
        String method = form.hasAttr("method") ? form.attr("method").toLowerCase(Locale.ROOT) : "get";
        return new Form(
                form.attr("action"),
                method,
                form.select("input, textarea, button, option").stream()
                        .filter(each -> !each.hasAttr("disabled"))
                        .map(Markup::field)
                        .filter(each ->
                                !each.type().equals("button") && !each.type().equals("reset"))
                        .filter(each -> !each.name().isEmpty() || each.type().equals("submit"))
                        .toList());
    }

    private static Field field(Element field) {
        return switch (field.tagName()) {
            case "textarea" -> new Field(field.attr("name"), "textarea", "");
            case "option" ->
                new Field(Objects.requireNonNull(field.closest("select")).attr("name"), "option", field.val());
            case "button" -> new Field(field.attr("name"), otherwise(field.attr("type"), "submit"), field.val());
            default -> new Field(field.attr("name"), otherwise(field.attr("type"), "text"), field.val());
        };
    }

    private static String otherwise(String given, String usual) {
        return given.isEmpty() ? usual : given;
    }

    /** For the laws of every page; it has no width without a window. */
    PageFacts facts() {
        return new PageFacts(
                title,
                language,
                headings,
                text,
                errorSummary,
                "",
                0,
                0,
                tablesWithoutCaption,
                inlineCode,
                links.stream()
                        .filter(each -> each.startsWith("#") && each.length() > 1)
                        .map(each -> each.substring(1))
                        .filter(each -> !ids.contains(each))
                        .toList());
    }
}
