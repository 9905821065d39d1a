package io.candour.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.portal.words.Words;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.springframework.core.env.MapPropertySource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockServletContext;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.DefaultCsrfToken;
import org.springframework.security.web.servlet.support.csrf.CsrfRequestDataValueProcessor;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.i18n.FixedLocaleResolver;
import org.thymeleaf.IEngineConfiguration;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.spring6.view.ThymeleafViewResolver;
import org.thymeleaf.templateresolver.StringTemplateResolver;
import org.thymeleaf.templateresource.ITemplateResource;
import org.thymeleaf.templateresource.StringTemplateResource;

/** Renders templates as the server does, without one, and checks what every page must keep to. */
public final class Pages {
    private static final Visitor PATIENT =
            new Visitor("Ada Example", Set.of(Role.PATIENT), "ada", Optional.of("9990000018"), Optional.empty());

    private final Examples examples = new Examples();
    private final AnnotationConfigWebApplicationContext context = new AnnotationConfigWebApplicationContext();

    public Pages() {
        context.setServletContext(new MockServletContext());
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("test", Map.of(PortalSettings.SECRET, "of-a-test")));
        context.register(PortalTemplates.class);
        context.addBeanFactoryPostProcessor(beans -> beans.registerSingleton(
                "requestDataValueProcessor", FormFields.around(new CsrfRequestDataValueProcessor())));
        context.refresh();
        context.getBean(SpringTemplateEngine.class).addTemplateResolver(examples);
    }

    /** As a patient would see it who is signed in. */
    public Document render(String template, Map<String, ?> model) {
        return render(template, Optional.of(PATIENT), Optional.empty(), model);
    }

    public Document render(String template, Optional<Visitor> visitor, Optional<Whose> whose, Map<String, ?> model) {
        return Jsoup.parse(html(template, visitor, whose, model, Locale.UK, Map.of()));
    }

    /** As a patient would see it at an address with these parameters. */
    public Document render(String template, Map<String, String> parameters, Map<String, ?> model) {
        return Jsoup.parse(html(template, Optional.of(PATIENT), Optional.empty(), model, Locale.UK, parameters));
    }

    /** As who is not signed in would see it in this language. */
    Document render(String template, Locale language) {
        return Jsoup.parse(html(template, Optional.empty(), Optional.empty(), Map.of(), language, Map.of()));
    }

    private String html(
            String template,
            Optional<Visitor> visitor,
            Optional<Whose> whose,
            Map<String, ?> model,
            Locale language,
            Map<String, String> parameters) {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/");
        request.setParameters(parameters);
        MockHttpServletResponse response = new MockHttpServletResponse();
        request.setAttribute(DispatcherServlet.WEB_APPLICATION_CONTEXT_ATTRIBUTE, context);
        request.setAttribute(DispatcherServlet.LOCALE_RESOLVER_ATTRIBUTE, new FixedLocaleResolver(language));
        request.setAttribute(CsrfToken.class.getName(), new DefaultCsrfToken("X-CSRF-TOKEN", "_csrf", "token"));
        request.setAttribute("words", new Words(context, ZoneId.of("Europe/London")));
        request.setAttribute("surroundings", new PageSurroundings("/assets/hash", 1200, 120));
        visitor.ifPresent(each -> request.setAttribute(Arguments.VISITOR, each));
        whose.ifPresent(each -> request.setAttribute(Arguments.WHOSE, each));
        try {
            View view = Optional.ofNullable(
                            context.getBean(ThymeleafViewResolver.class).resolveViewName(template, language))
                    .orElseThrow();
            view.render(model, request, response);
            return response.getContentAsString();
        } catch (Exception e) {
            throw new AssertionError(template + " can't be rendered", e);
        }
    }

    /** A component's fragment with options as its package's examples give them; {@code html} is taken as a content. */
    String component(String name, Map<String, Object> options) {
        ExampleContents contents = new ExampleContents();
        Object given = contents.without(options);
        examples.template = contents.template(name);
        return html(
                "example",
                Optional.empty(),
                Optional.empty(),
                Map.of("given", given, "contents", contents),
                Locale.UK,
                Map.of());
    }

    /** A template that is no file. */
    private static final class Examples extends StringTemplateResolver {
        private String template = "";

        Examples() {
            setResolvablePatterns(Set.of("example"));
            setCacheable(false);
            setOrder(0);
        }

        @Override
        protected ITemplateResource computeTemplateResource(
                IEngineConfiguration configuration, String owner, String name, Map<String, Object> attributes) {
            return new StringTemplateResource(template);
        }
    }

    /** What holds for every page, whatever it is about. */
    public static Document check(Document page) {
        assertThat(page.outerHtml()).as("every message is there").doesNotContain("??");
        assertThat(page.outerHtml()).as("nothing is left to Thymeleaf").doesNotContain(" th:");
        assertThat(page.select("html").attr("lang")).isEqualTo("en");
        assertThat(page.title()).isNotBlank().endsWith("– Candour");
        assertThat(page.select("main")).hasSize(1);
        checkHeadings(page);
        assertThat(page.select("[style], style, script:not([src])"))
                .as("the pages' policy refuses styles and scripts within")
                .isEmpty();
        assertThat(page.getAllElements().stream()
                        .flatMap(each -> each.attributes().asList().stream())
                        .filter(attribute -> attribute.getKey().startsWith("on")))
                .isEmpty();
        checkIds(page);
        checkForms(page);
        assertThat(page.select("table:not(:has(caption))"))
                .as("tables say what they are of")
                .isEmpty();
        assertThat(page.select("th:not([scope])"))
                .as("table headings say what of")
                .isEmpty();
        assertThat(page.select("img:not([alt])")).isEmpty();
        assertThat(page.select("a[href=''], a:not([href])")).isEmpty();
        return page;
    }

    private static void checkHeadings(Document page) {
        // What is wrong with a form, and what was done just now, is told before its heading, as everywhere in this
        // design.
        List<Element> headings = page.select("main h1, main h2, main h3, main h4, main h5, main h6")
                .not(".nhsuk-error-summary__heading, .nhsuk-notification-banner__title");
        assertThat(headings.stream().filter(each -> each.tagName().equals("h1")))
                .as("one h1")
                .hasSize(1);
        int last = 0;
        for (Element heading : headings) {
            int level = heading.tagName().charAt(1) - '0';
            assertThat(level).as("level of '%s'", heading.text()).isLessThanOrEqualTo(last + 1);
            assertThat(heading.text()).isNotBlank();
            last = level;
        }
    }

    private static void checkIds(Document page) {
        List<String> ids = page.select("[id]").eachAttr("id");
        assertThat(ids).doesNotHaveDuplicates();
        Set<String> known = Set.copyOf(ids);
        for (String reference : List.of("for", "aria-labelledby", "aria-describedby", "aria-controls")) {
            assertThat(page.select("[" + reference + "]").eachAttr(reference).stream()
                            .flatMap(each -> List.of(each.split(" ")).stream())
                            .collect(Collectors.toSet()))
                    .as(reference)
                    .isSubsetOf(known);
        }
        for (Element link : page.select("a[href^=#]")) {
            assertThat(known).contains(link.attr("href").substring(1));
        }
    }

    private static void checkForms(Document page) {
        for (Element form : page.select("form[method=post]")) {
            assertThat(form.select("input[name=_csrf], input[name=once]"))
                    .as("hidden fields")
                    .hasSize(2);
        }
        for (Element field : page.select("main input:not([type=hidden]), main select, main textarea")) {
            assertThat(page.select("label[for=" + field.id() + "]"))
                    .as("label of %s", field)
                    .isNotEmpty();
        }
    }
}
