package io.candour.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.candour.enforcement.CapabilityProvider;
import io.candour.enforcement.Refusal;
import io.candour.enforcement.RequestLimits;
import io.candour.portal.OddPaths;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.web.client.RestTemplateBuilder;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.config.web.PathPatternRequestMatcherBuilderFactoryBean;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.web.BearerTokenAuthenticationEntryPoint;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.servlet.handler.HandlerMappingIntrospector;

/** Verifies tokens before anything else happens; every refusal is an OperationOutcome. */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class SecurityConfiguration {
    private static final Duration ISSUER_PATIENCE = Duration.ofSeconds(3);

    @Bean
    SecurityFilterChain api(HttpSecurity http, JwtDecoder decoder, RequestLimits limits) throws Exception {
        AuthenticationEntryPoint unauthenticated = unauthenticated(limits);
        String[] open = CapabilityProvider.openTypes().stream()
                .flatMap(type -> Stream.of("/fhir/" + type, "/fhir/" + type + "/{id:[A-Za-z0-9.-]+}"))
                .toArray(String[]::new);
        return http.csrf(csrf -> csrf.disable())
                .cors(Customizer.withDefaults())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(cache -> cache.disable())
                .headers(headers -> headers.contentSecurityPolicy(
                        policy -> policy.policyDirectives("default-src 'self'; frame-ancestors 'none'")))
                .logout(logout -> logout.disable())
                .authorizeHttpRequests(requests -> requests.requestMatchers(
                                "/fhir/metadata",
                                "/fhir/.well-known/smart-configuration",
                                "/.well-known/smart-configuration",
                                CheckpointServlet.PATH,
                                "/actuator/health/**",
                                "/actuator/prometheus")
                        .permitAll()
                        .requestMatchers(HttpMethod.GET, open)
                        .permitAll()
                        .requestMatchers(HttpMethod.HEAD, open)
                        .permitAll()
                        .requestMatchers(HttpMethod.POST, BackChannelLogoutServlet.PATH)
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .oauth2ResourceServer(server -> server.bearerTokenResolver(new HeaderToken())
                        .jwt(jwt -> jwt.decoder(decoder))
                        .authenticationEntryPoint(unauthenticated)
                        .withObjectPostProcessor(new ObjectPostProcessor<BearerTokenAuthenticationFilter>() {
                            @Override
                            public <O extends BearerTokenAuthenticationFilter> O postProcess(O filter) {
                                filter.setAuthenticationFailureHandler((request, response, failure) -> {
                                    if (failure instanceof AuthenticationServiceException) {
                                        issuerAway(response);
                                    } else {
                                        unauthenticated.commence(request, response, failure);
                                    }
                                });
                                return filter;
                            }
                        }))
                .exceptionHandling(failures -> failures.authenticationEntryPoint(unauthenticated))
                .build();
    }

    /** Paths are matched as they are asked for; without this, the servlet behind each is looked up anew at every request. */
    @Bean
    PathPatternRequestMatcherBuilderFactoryBean pathMatchers() {
        return new PathPatternRequestMatcherBuilderFactoryBean();
    }

    /** How long each of Spring Security's filters takes nobody asks, and it took as long as many of them. */
    @Bean
    SecurityObservationSettings noObservationOfFilters() {
        return SecurityObservationSettings.noObservations();
    }

    /**
     * Spring Security asks all of Spring MVC's mappings for each request's handler, for matchers that none of our rules uses.
     */
    @Bean
    static BeanPostProcessor noHandlerAheadOfTime(ApplicationContext context) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessBeforeInitialization(Object bean, String name) {
                return bean instanceof HandlerMappingIntrospector ? new NoHandlerAheadOfTime(context) : bean;
            }
        };
    }

    private static final class NoHandlerAheadOfTime extends HandlerMappingIntrospector {
        NoHandlerAheadOfTime(ApplicationContext context) {
            setApplicationContext(context);
        }

        @Override
        public Filter createCacheFilter() {
            return (request, response, chain) -> chain.doFilter(request, response);
        }
    }

    /**
     * Spring's own rule for headers: whatever is assigned and controls nothing. It is a regular expression that walks each
     * header's letters whenever somebody looks at it, which took a fifth of what a page costs: plain letters are known
     * without it.
     */
    @Bean
    HttpFirewall firewall() {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setAllowedHeaderNames(name -> plain(name) || StrictHttpFirewall.ALLOWED_HEADER_NAMES.test(name));
        firewall.setAllowedHeaderValues(value -> plain(value) || StrictHttpFirewall.ALLOWED_HEADER_VALUES.test(value));
        return firewall;
    }

    private static boolean plain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    /** Paths that no request of ours has (double slashes, semicolons, escaped slashes): refused in FHIR, or a page. */
    @Bean
    RequestRejectedHandler oddPaths(ObjectProvider<OddPaths> pages) {
        return (request, response, rejected) -> {
            Optional<String> page = pages.stream()
                    .flatMap(each -> each.instead(request).stream())
                    .findFirst();
            if (page.isPresent()) {
                response.sendRedirect(page.get());
            } else {
                Refusal.write(response, 400, IssueType.INVALID, "This path cannot be read");
            }
        };
    }

    @Bean
    RestTemplate issuerClient() {
        return new RestTemplateBuilder()
                .connectTimeout(ISSUER_PATIENCE)
                .readTimeout(ISSUER_PATIENCE)
                .build();
    }

    @Bean
    ServletRegistrationBean<SmartConfigurationServlet> smartConfiguration(
            IdentitySettings settings, RestTemplate issuerClient, ObjectMapper json) {
        return new ServletRegistrationBean<>(
                new SmartConfigurationServlet(settings.issuer(), issuerClient, json),
                "/.well-known/smart-configuration",
                "/fhir/.well-known/smart-configuration");
    }

    /** Said by the whole path: Spring's own patterns are matched behind the FHIR servlet's prefix, where nobody asks. */
    @Bean
    CorsConfigurationSource corsConfigurationSource(ServerSettings settings) {
        CorsConfiguration cors = new CorsConfiguration();
        cors.setAllowedOrigins(settings.allowedOrigins());
        cors.setAllowedMethods(List.of("GET", "HEAD", "POST", "PUT"));
        cors.setAllowedHeaders(List.of("Authorization", "Content-Type", "Accept", "If-Match", "X-Request-ID"));
        cors.setExposedHeaders(List.of("Location", "ETag", "X-Request-ID", "Retry-After", "WWW-Authenticate"));
        return request -> !settings.allowedOrigins().isEmpty()
                        && request.getRequestURI().startsWith(request.getContextPath() + "/fhir/")
                ? cors
                : null;
    }

    /**
     * 401 with the challenge of RFC 6750 and an OperationOutcome; 429 to an address that sends too many tokens that can't be
     * verified. Those are counted and not recorded: nobody is to fill the log who has not even logged in.
     */
    private static AuthenticationEntryPoint unauthenticated(RequestLimits limits) {
        BearerTokenAuthenticationEntryPoint challenge = new BearerTokenAuthenticationEntryPoint();
        return (request, response, failure) -> {
            if (failure instanceof OAuth2AuthenticationException) {
                Optional<RequestLimits.Refused> over = limits.unverified(request.getRemoteAddr());
                if (over.isPresent()) {
                    Refusal.tooMany(response, over.get());
                    return;
                }
            }
            challenge.commence(request, response, failure);
            Refusal.write(response, response.getStatus(), IssueType.LOGIN, reason(failure));
        };
    }

    private static String reason(AuthenticationException failure) {
        return failure instanceof OAuth2AuthenticationException
                ? "The token is not valid here: wrong, expired, or meant for another server"
                : "A token is needed";
    }

    static void issuerAway(HttpServletResponse response) throws IOException {
        response.setHeader("Retry-After", "5");
        Refusal.write(response, 503, IssueType.TRANSIENT, "Tokens cannot be verified right now; try again");
    }
}
