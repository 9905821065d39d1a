package io.candour.portal;

import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;
import org.springframework.http.CacheControl;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.i18n.FixedLocaleResolver;

/** The web pages, all of them; where they are not wanted ({@link PagesOn}), nothing. */
@Configuration(proxyBeanMethods = false)
@Conditional(PagesOn.class)
@EnableConfigurationProperties(PortalSettings.class)
@ComponentScan(basePackages = "io.candour.portal", nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class)
public class PortalConfiguration {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration A_YEAR = Duration.ofDays(365);

    @Bean
    Clock portalClock() {
        return Clock.systemUTC();
    }

    @Bean
    HttpClient portalHttpClient() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PATIENCE)
                .build();
    }

    @Bean
    Issuer portalIssuer(HttpClient portalHttpClient, PortalSettings settings) {
        return new Issuer(portalHttpClient, settings);
    }

    @Bean
    OddPaths oddPathsOfPages() {
        return new OddPaths();
    }

    @Bean
    IdTokens idTokens() {
        return new IdTokens();
    }

    @Bean
    Arguments portalArguments(HttpClient portalHttpClient, PortalSettings settings) {
        return new Arguments(portalHttpClient, settings);
    }

    @Bean
    PageSurroundings pageSurroundings(PortalSettings settings) {
        return new PageSurroundings(
                Assets.path(), settings.idle().toSeconds(), settings.warnAhead().toSeconds());
    }

    @Bean(destroyMethod = "shutdown")
    ExecutorService signingOut() {
        return Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, "portal-sign-out");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Bean
    SignOut.TimedOut timedOut(Issuer issuer, ExecutorService signingOut, ConfigurableApplicationContext application) {
        return new SignOut.TimedOut(issuer, signingOut, application::isActive);
    }

    /** English, whatever the browser asks: the pages' words are in no other language yet. */
    @Bean
    LocaleResolver localeResolver() {
        return new FixedLocaleResolver(Locale.UK);
    }

    @Bean
    ServletContextInitializer sessionCookie(PortalSettings settings) {
        return context -> {
            context.getSessionCookieConfig().setName(settings.secure() ? "__Host-candour" : "candour");
            context.getSessionCookieConfig().setPath("/");
            context.getSessionCookieConfig().setHttpOnly(true);
            context.getSessionCookieConfig().setSecure(settings.secure());
            // The issuer sends visitors back here: 'Strict' would lose their session on the way.
            boolean framed = settings.secure() && !settings.frameAncestors().isEmpty();
            context.getSessionCookieConfig().setAttribute("SameSite", framed ? "None" : "Lax");
        };
    }

    @Bean
    WebMvcConfigurer pagesOfThePortal(Arguments arguments, PageSurroundings surroundings) throws IOException {
        return new WebMvcConfigurer() {
            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(arguments);
            }

            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(new VisitorInPages());
                registry.addInterceptor(new SentOnce());
                registry.addInterceptor(new RecordPages(arguments)).addPathPatterns("/record/**");
            }

            @Override
            public void addResourceHandlers(ResourceHandlerRegistry registry) {
                registry.addResourceHandler(surroundings.assets() + "/**")
                        .addResourceLocations(Assets.LOCATION)
                        .setCacheControl(
                                CacheControl.maxAge(A_YEAR).cachePublic().immutable());
            }
        };
    }
}
