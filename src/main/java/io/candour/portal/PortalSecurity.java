package io.candour.portal;

import jakarta.servlet.DispatcherType;
import java.net.http.HttpClient;
import java.time.Clock;
import java.util.Arrays;
import java.util.function.Supplier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.endpoint.OAuth2AccessTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.OAuth2AuthorizationCodeGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.session.DisableEncodeUrlFilter;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.client.RestClient;

/**
 * Signs visitors in and out and guards the pages; the API's paths never pass here.
 *
 * <p>Who may see what is the server's to say, page by page; here is only which kind of visitor has which pages.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(PagesOn.class)
class PortalSecurity {

    /** Before the API's, which takes every path. */
    @Bean
    @Order(1)
    SecurityFilterChain portalSecurity(
            HttpSecurity http,
            PortalSettings settings,
            Issuer issuer,
            HttpClient portalHttpClient,
            Clock portalClock,
            Written written)
            throws Exception {
        SignIn signIn = new SignIn(issuer, portalClock, settings.idle());
        AskingToSignIn requests = new AskingToSignIn(issuer, settings);
        return http.securityMatcher(Paths::ofPages)
                .addFilterBefore(new ProblemFilter(written), DisableEncodeUrlFilter.class)
                .headers(headers -> secure(headers, settings))
                .requestCache(cache -> cache.disable())
                .sessionManagement(session -> session.sessionAuthenticationStrategy(signIn::newSession))
                .oauth2Login(login -> login.loginPage(Paths.SIGN_IN)
                        .loginProcessingUrl(Paths.SIGNED_IN)
                        .clientRegistrationRepository(issuer)
                        .authorizedClientRepository(signIn.keepingTokens())
                        .authorizationEndpoint(endpoint -> endpoint.authorizationRequestResolver(requests))
                        .tokenEndpoint(endpoint -> endpoint.accessTokenResponseClient(codeExchange(portalHttpClient)))
                        .successHandler(signIn::succeeded)
                        .failureHandler(signIn::failed))
                .logout(logout -> logout.logoutUrl(Paths.SIGN_OUT)
                        .addLogoutHandler(SignOut::forget)
                        .logoutSuccessHandler(new SignOut(issuer, settings)))
                .authorizeHttpRequests(requestsTo -> requestsTo
                        .dispatcherTypeMatchers(DispatcherType.FORWARD, DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers(under("/record/" + Whose.ME))
                        .access(visitors(Role.PATIENT))
                        .requestMatchers(under("/record"), under("/whose"))
                        .access(visitors(Role.CARER))
                        .requestMatchers(under("/staff"))
                        .access(visitors(Role.PRACTITIONER))
                        .requestMatchers(under("/guardian"))
                        .access(visitors(Role.GUARDIAN, Role.AUDITOR))
                        .requestMatchers(under("/research"))
                        .access(visitors(Role.RESEARCHER))
                        .requestMatchers(under(Paths.HOME))
                        .authenticated()
                        .anyRequest()
                        .permitAll())
                .exceptionHandling(failures ->
                        failures.authenticationEntryPoint(signIn::ask).accessDeniedHandler(signIn::denied))
                .build();
    }

    private static void secure(HeadersConfigurer<HttpSecurity> headers, PortalSettings settings) {
        String ancestors = settings.frameAncestors().isEmpty() ? "'none'" : String.join(" ", settings.frameAncestors());
        // Signing out ends at the issuer, and a form that comes too late may go there as well.
        headers.contentSecurityPolicy(policy -> policy.policyDirectives("default-src 'none'; script-src 'self';"
                + " style-src 'self'; img-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none';"
                + " form-action 'self' " + PortalSettings.origin(settings.issuer()) + "; frame-ancestors "
                + ancestors));
        if (settings.frameAncestors().isEmpty()) {
            headers.frameOptions(frames -> frames.deny());
        } else {
            headers.frameOptions(frames -> frames.disable());
        }
        headers.referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN));
        headers.permissionsPolicyHeader(
                policy -> policy.policy("camera=(), geolocation=(), microphone=(), payment=(), usb=()"));
        headers.crossOriginOpenerPolicy(policy -> {});
    }

    private static OAuth2AccessTokenResponseClient<OAuth2AuthorizationCodeGrantRequest> codeExchange(HttpClient http) {
        RestClientAuthorizationCodeTokenResponseClient client = new RestClientAuthorizationCodeTokenResponseClient();
        JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(http);
        requests.setReadTimeout(Issuer.PATIENCE);
        client.setRestClient(RestClient.builder()
                .requestFactory(requests)
                .messageConverters(converters -> {
                    converters.clear();
                    converters.add(new FormHttpMessageConverter());
                    converters.add(new OAuth2AccessTokenResponseHttpMessageConverter());
                })
                .defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
                .build());
        return client;
    }

    private static RequestMatcher under(String path) {
        return request -> {
            String asked = Paths.of(request);
            return asked.equals(path) || asked.startsWith(path + "/");
        };
    }

    private static AuthorizationManager<RequestAuthorizationContext> visitors(Role... roles) {
        return (Supplier<Authentication> authentication, RequestAuthorizationContext context) ->
                new AuthorizationDecision(authentication.get().getPrincipal() instanceof OidcUser user
                        && Arrays.stream(roles).anyMatch(Visitor.of(user)::is));
    }
}
