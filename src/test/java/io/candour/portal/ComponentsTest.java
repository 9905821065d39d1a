package io.candour.portal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each component's fragment against the examples that its npm package ships: the same options give the same HTML. An
 * example that uses an option which ours has not is passed over; how many remain is held here.
 */
class ComponentsTest {
    private static final Path PACKAGE = Path.of("target/frontend/node_modules/nhsuk-frontend/dist/nhsuk/components")
            .toAbsolutePath();
    /** Examples of what a fragment hasn't: Nunjucks' call blocks, classes that undo an option, what is deprecated. */
    private static final Pattern OTHERS =
            Pattern.compile("call block|overriding|deprecated|error only|(dis|en)abled input");

    /** Options without which an example is one of a call block, or of a button where ours is a link. */
    private static final Map<String, String> REQUIRED =
            Map.of("back-link", "href", "card", "description", "warning-callout", "heading");

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pages PAGES = new Pages();

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "legend, legend, text html size isPageHeading heading level id classes, 10",
        "button, button, text html href variant small type name value disabled preventDoubleClick id classes, 20",
        "input, input, label text html size isPageHeading heading level classes name id value hint errorMessage type width prefix"
                + " suffix inputmode autocomplete spellcheck code disabled, 25",
        "textarea, textarea, label text html size isPageHeading heading level classes name id value hint errorMessage rows"
                + " autocomplete disabled, 10",
        "radios, radios, fieldset legend text html size isPageHeading heading level classes name idPrefix value hint errorMessage"
                + " inline small items id checked disabled divider conditional, 25",
        "checkboxes, checkboxes, fieldset legend text html size isPageHeading heading level classes name idPrefix values hint value"
                + " errorMessage inline small items id checked disabled divider conditional behaviour"
                + " behaviourGroup, 25",
        "date-input, date-input, fieldset legend text html size isPageHeading heading level classes id namePrefix values hint day"
                + " month year errorMessage disabled, 10",
        "error-summary, error-summary, errorList text html href heading description disableAutoFocus id classes, 8",
        "back-link, back-link, href text html variant, 2",
        "tag, tag, text html colour border classes, 25",
        "inset-text, inset-text, text html, 2",
        "warning-callout, warning-callout, heading text html level, 3",
        "details, details, summary text html open variant classes, 6",
        "notification-banner, notification-banner, heading title text html variant role disableAutoFocus, 8",
        "panel, panel, heading text html variant level size, 8",
        "pagination, pagination, previous next href label text, 4",
        "summary-list, summary-list, rows key value text html actions items href visuallyHiddenText border classes, 8",
        "card, card, heading href description text html level size clickable variant classes, 10",
        "skip-link, skip-link, text href, 2"
    })
    void fragment_givesThePackagesHtml(String component, String fragment, String options, int atLeast)
            throws IOException {
        Set<String> known = Set.of(options.split(" "));
        List<String> compared = new ArrayList<>();
        for (JsonNode example : JSON.readTree(
                        Files.readAllBytes(PACKAGE.resolve(component).resolve("fixtures.json")))
                .path("fixtures")) {
            JsonNode context = example.path("context");
            String name = example.path("name").asText();
            if (uses(context, known)
                    && !OTHERS.matcher(name).find()
                    && context.has(REQUIRED.getOrDefault(component, firstOf(context)))) {
                Map<String, Object> given = JSON.convertValue(context, new TypeReference<>() {});
                assertThat(canonical(PAGES.component(fragment, given)))
                        .as("%s: %s %s", component, name, context)
                        .isEqualTo(canonical(example.path("html").asText()));
                compared.add(name);
            }
        }
        assertThat(compared).hasSizeGreaterThanOrEqualTo(atLeast);
    }

    private static String firstOf(JsonNode context) {
        return context.fieldNames().hasNext() ? context.fieldNames().next() : "";
    }

    private static boolean uses(JsonNode context, Set<String> known) {
        if (context.isArray()) {
            for (JsonNode each : context) {
                if (!uses(each, known)) {
                    return false;
                }
            }
        } else if (context.isObject()) {
            for (Map.Entry<String, JsonNode> option : context.properties()) {
                if (!known.contains(option.getKey()) || !uses(option.getValue(), known)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** A line for each element and text; of white space only what separates words counts. */
    private static String canonical(String html) {
        StringBuilder lines = new StringBuilder();
        write(Jsoup.parseBodyFragment(html).body(), "", lines);
        return lines.toString();
    }

    private static void write(Element element, String indent, StringBuilder lines) {
        for (Node child : element.childNodes()) {
            if (child instanceof TextNode text && !text.isBlank()) {
                lines.append(indent).append(text.text().strip()).append('\n');
            } else if (child instanceof Element inner) {
                Map<String, String> attributes = new TreeMap<>();
                for (Attribute each : inner.attributes()) {
                    attributes.put(each.getKey(), value(each));
                }
                lines.append(indent).append(inner.tagName()).append(attributes).append('\n');
                write(inner, indent + "  ", lines);
            }
        }
    }

    private static String value(Attribute attribute) {
        if (Set.of("checked", "disabled", "selected", "open", "hidden").contains(attribute.getKey())) {
            return "";
        }
        return attribute.getKey().equals("class")
                ? List.of(attribute.getValue().split(" ")).stream().sorted().collect(Collectors.joining(" "))
                : attribute.getValue();
    }
}
