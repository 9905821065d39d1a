package io.candour.portal;

import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Without pages the server says at {@code /} what it is, to anybody. */
@Configuration(proxyBeanMethods = false)
@Conditional(FrontPageOnly.PagesOff.class)
public class FrontPageOnly {
    private static final Set<String> FILES = Set.of("/", "/index.html", "/candour.css");

    static final class PagesOff implements Condition {
        private final PagesOn on = new PagesOn();

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !on.matches(context, metadata);
        }
    }

    @Bean
    WebMvcConfigurer frontPageFiles() {
        return new WebMvcConfigurer() {
            @Override
            public void addViewControllers(ViewControllerRegistry registry) {
                registry.addViewController("/").setViewName("forward:/index.html");
            }

            @Override
            public void addResourceHandlers(ResourceHandlerRegistry registry) {
                registry.addResourceHandler("/index.html", "/candour.css").addResourceLocations("classpath:/static/");
            }
        };
    }

    @Bean
    @Order(1)
    SecurityFilterChain frontPage(HttpSecurity http) throws Exception {
        return http.securityMatcher(request -> FILES.contains(Paths.of(request)))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(cache -> cache.disable())
                .headers(headers -> headers.contentSecurityPolicy(
                        policy -> policy.policyDirectives("default-src 'self'; frame-ancestors 'none'")))
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }
}
