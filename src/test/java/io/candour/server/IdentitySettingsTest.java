package io.candour.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

@ExtendWith(OutputCaptureExtension.class)
class IdentitySettingsTest {
    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties({IdentitySettings.class, LimitSettings.class})
    static class Settings {}

    private static ConfigurableApplicationContext start(String... properties) {
        SpringApplication application = new SpringApplication(Settings.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        return application.run(properties);
    }

    @Test
    void whatIsNotSetHasADefault() {
        try (ConfigurableApplicationContext context = start("--candour.identity.issuer=https://issuer.example")) {
            IdentitySettings settings = context.getBean(IdentitySettings.class);
            assertThat(settings.longestToken()).isEqualTo(Duration.ofHours(1));
            assertThat(settings.longestUse()).isEqualTo(Duration.ofSeconds(3_621));
            assertThat(settings.logOutClients()).isEmpty();
            assertThat(settings.stepUpAcr()).isEmpty();
            assertThat(settings.introspection().clients()).isEmpty();
            assertThat(context.getBean(LimitSettings.class).caller()).isEqualTo(12_000);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "candour.identity.longest-token; 0s; candour.identity.longest-token is a second or more",
                "candour.identity.clock-skew; -1s; candour.identity.clock-skew can't be negative",
                "candour.identity.introspection.clients; app; candour.identity.introspection.clients also needs"
                        + " introspection.uri, an http or https URL, and introspection.client-secret",
                "candour.limits.caller; 0; candour.limits.caller is 1 or more requests a minute",
                "candour.limits.unverified; -5; candour.limits.unverified is 1 or more requests a minute",
            })
    void startWhenSettingIsBadThenStopsWithOneLineThatNamesIt(
            String property, String value, String line, CapturedOutput output) {
        assertThatThrownBy(() -> start("--" + property + "=" + value)).isInstanceOf(RuntimeException.class);
        assertThat(output.getErr().lines()).containsExactly("Candour can't start: " + line);
    }
}
