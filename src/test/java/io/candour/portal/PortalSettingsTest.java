package io.candour.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** How the pages may be configured. */
class PortalSettingsTest {
    private static PortalSettings settings(Map<String, String> given) {
        Map<String, String> all =
                new TreeMap<>(Map.of("candour.portal.issuer", "https://issuer.example/realms/candour"));
        all.putAll(given);
        return new Binder(new MapConfigurationPropertySource(all))
                .bind("candour.portal", PortalSettings.class)
                .get();
    }

    @Test
    void byDefault_nobodyFramesAndTwentyMinutesAreEnough() {
        PortalSettings settings = settings(Map.of());
        assertThat(settings.frameAncestors()).isEmpty();
        assertThat(settings.idle()).isEqualTo(Duration.ofMinutes(20));
        assertThat(settings.secure()).isFalse();
        assertThat(settings(Map.of("candour.portal.url", "https://records.example/"))
                        .url())
                .isEqualTo("https://records.example");
    }

    @ParameterizedTest
    @CsvSource({
        "idle, 1m",
        "warn-ahead, 0s",
        "url, ftp://records.example",
        "url, records.example",
        "issuer, ''",
        "frame-ancestors, *",
        "frame-ancestors, https://app.example; script-src *",
        "frame-ancestors, https://app.example/path"
    })
    void wrongSetting_isNamed(String property, String value) {
        assertThatThrownBy(() -> settings(Map.of("candour.portal." + property, value)))
                .rootCause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("candour.portal." + property);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a-secret"})
    void pages_areOnWithASecretAlone(String secret) {
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            context.getEnvironment()
                    .getPropertySources()
                    .addFirst(new MapPropertySource("test", Map.of(PortalSettings.SECRET, secret)));
            context.register(PortalTemplates.class);
            context.refresh();
            assertThat(context.getBeansOfType(PortalTemplates.class).isEmpty()).isEqualTo(secret.isBlank());
        }
    }
}
