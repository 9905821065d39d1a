package io.candour.portal;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.core.Ordered;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.spring6.templateresolver.SpringResourceTemplateResolver;
import org.thymeleaf.spring6.view.ThymeleafViewResolver;
import org.thymeleaf.templatemode.TemplateMode;

/** Pages out of templates and messages. */
@Configuration(proxyBeanMethods = false)
@Conditional(PagesOn.class)
class PortalTemplates {
    private static final String MESSAGES = "messages/portal/";

    /** All of {@code messages/portal/}: a file for each area, and for each further language one beside it. */
    @Bean
    static ResourceBundleMessageSource messageSource() throws IOException {
        ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
        messages.setBasenames(Arrays.stream(new PathMatchingResourcePatternResolver()
                        .getResources("classpath*:/" + MESSAGES + "*.properties"))
                .flatMap(file -> Optional.ofNullable(file.getFilename()).stream())
                .map(name -> name.replaceFirst("(_[a-z]{2})?\\.properties$", ""))
                .distinct()
                .sorted()
                .map(name -> MESSAGES + name)
                .toArray(String[]::new));
        messages.setDefaultEncoding("UTF-8");
        // Else the language of the machine would come before English.
        messages.setFallbackToSystemLocale(false);
        // One rule for all messages, with arguments or not: apostrophes are typographic ones.
        messages.setAlwaysUseMessageFormat(true);
        return messages;
    }

    @Bean
    SpringTemplateEngine templateEngine(ApplicationContext context, ResourceBundleMessageSource messages) {
        SpringResourceTemplateResolver templates = new SpringResourceTemplateResolver();
        templates.setApplicationContext(context);
        templates.setPrefix("classpath:/templates/");
        templates.setSuffix(".html");
        templates.setTemplateMode(TemplateMode.HTML);
        templates.setCharacterEncoding("UTF-8");
        SpringTemplateEngine engine = new SpringTemplateEngine();
        engine.setTemplateResolver(templates);
        engine.setTemplateEngineMessageSource(messages);
        engine.setEnableSpringELCompiler(true);
        return engine;
    }

    @Bean
    ComponentParts parts() {
        return new ComponentParts();
    }

    @Bean
    ThymeleafViewResolver thymeleafViewResolver(
            SpringTemplateEngine engine, ObjectProvider<PageSurroundings> surroundings) {
        ThymeleafViewResolver views = new ThymeleafViewResolver();
        views.setTemplateEngine(engine);
        views.setCharacterEncoding("UTF-8");
        surroundings.ifAvailable(all -> views.addStaticVariable("surroundings", all));
        views.setContentType("text/html;charset=UTF-8");
        // A page that says there is no such style sheet is a page.
        views.setForceContentType(true);
        // Before Spring's resolver of last resort, which takes every name for a file.
        views.setOrder(Ordered.LOWEST_PRECEDENCE - 1);
        // 303 after a form.
        views.setRedirectHttp10Compatible(false);
        views.setProducePartialOutputWhileProcessing(false);
        return views;
    }

    /** Every form that a template posts gets its hidden fields; Spring Security's come first. */
    @Bean
    static BeanPostProcessor formFields() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return FormFields.around(bean);
            }
        };
    }
}
