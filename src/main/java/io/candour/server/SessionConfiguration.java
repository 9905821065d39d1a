package io.candour.server;

import io.candour.enforcement.RequestLimits;
import io.candour.enforcement.StepUp;
import io.candour.identity.RevokedSessions;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.client.RestTemplate;

/** For how long and how much a token counts: how its session ends, what it must show of the log-in, how often it may ask. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({IdentitySettings.class, LimitSettings.class})
class SessionConfiguration {

    @Bean
    IssuerTokens issuerTokens(IdentitySettings settings, RestTemplate issuerClient) {
        return new IssuerTokens(settings, issuerClient);
    }

    /** Of access tokens: what was verified is remembered, what the issuer is asked of each use is not. */
    @Bean
    JwtDecoder jwtDecoder(IssuerTokens tokens, IdentitySettings settings, RestTemplate issuerClient) {
        return new Introspection(
                new RememberedTokens(tokens.access(), Clock.systemUTC()), settings.introspection(), issuerClient);
    }

    @Bean
    RevokedSessions revokedSessions(JdbcTemplate jdbc, DataSource database, IdentitySettings settings) {
        return new RevokedSessions(
                jdbc, new TransactionTemplate(new JdbcTransactionManager(database)), settings.longestUse());
    }

    @Bean
    ServletRegistrationBean<BackChannelLogoutServlet> backChannelLogout(
            IssuerTokens tokens, RevokedSessions sessions, RequestLimits limits) {
        return new ServletRegistrationBean<>(
                new BackChannelLogoutServlet(tokens.logOut(), sessions, limits), BackChannelLogoutServlet.PATH);
    }

    @Bean
    StepUp stepUp(IdentitySettings settings) {
        try {
            return new StepUp(settings.stepUpAcr());
        } catch (IllegalArgumentException e) {
            throw new BadSetting("candour.identity.step-up-acr", "can't be asked for: " + e.getMessage());
        }
    }

    @Bean
    RequestLimits requestLimits(LimitSettings settings, MeterRegistry metrics) {
        return new RequestLimits(settings.caller(), settings.client(), settings.unverified(), metrics);
    }
}
