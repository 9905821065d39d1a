package io.candour.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candour.consent.Choice;
import io.candour.consent.Effect;
import io.candour.consent.Policy;
import java.util.Map;
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
class ChoiceSettingsTest {
    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties({ChoiceSettings.class, ServerSettings.class})
    static class Settings {}

    private static ConfigurableApplicationContext start(String... properties) {
        SpringApplication application = new SpringApplication(Settings.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        return application.run(properties);
    }

    private static Policy policy(String... properties) {
        try (ConfigurableApplicationContext context = start(properties)) {
            return context.getBean(ChoiceSettings.class).policy();
        }
    }

    @Test
    void policyWhenNothingIsSetThenIsTheStandardOneAndPeopleOptIn() {
        assertThat(policy()).isEqualTo(Policy.standard());
        assertThat(policy("--candour.choice.secondary-uses=opt-in")).isEqualTo(Policy.standard());
    }

    @Test
    void policyWhenPeopleOptOutThenSecondaryUsesAreOpenAndCareIsAsItWas() {
        Policy policy = policy("--candour.choice.secondary-uses=opt-out");
        assertThat(policy.defaults())
                .isEqualTo(Policy.standard()
                        .with(Choice.PLANNING, Effect.PERMIT)
                        .with(Choice.ACADEMIC_RESEARCH, Effect.PERMIT)
                        .with(Choice.COMMERCIAL_RESEARCH, Effect.PERMIT)
                        .defaults());
    }

    @Test
    void policyWhenOneChoiceIsSetThenItStandsOverTheRest() {
        Policy policy = policy(
                "--candour.choice.secondary-uses=OPT-OUT",
                "--candour.choice.defaults.commercial-research=deny",
                "--candour.choice.defaults.SENSITIVECARESHARING=Permit");
        assertThat(policy.defaultOf(Choice.PLANNING)).contains(Effect.PERMIT);
        assertThat(policy.defaultOf(Choice.COMMERCIAL_RESEARCH)).contains(Effect.DENY);
        assertThat(policy.defaultOf(Choice.SENSITIVE_CARE_SHARING)).contains(Effect.PERMIT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "candour.choice.secondary-uses; maybe; candour.choice.secondary-uses must be opt-in or opt-out, not maybe",
                "candour.choice.defaults.planning; yes; candour.choice.defaults.planning must be permit or deny, not yes",
                "candour.choice.defaults.moonshine; deny; candour.choice.defaults.moonshine is no choice that has a default:"
                        + " care-inside, care-sharing, sensitive-care-sharing, planning, academic-research,"
                        + " commercial-research, emergency-override, tell-clinicians-something-is-hidden",
                "candour.server.zone; Mars; candour.server.zone can't be read as java.time.ZoneId",
            })
    void startWhenSettingIsBadThenStopsWithOneLineThatNamesIt(
            String property, String value, String line, CapturedOutput output) {
        assertThatThrownBy(() -> start("--" + property + "=" + value)).isInstanceOf(RuntimeException.class);
        assertThat(output.getErr().lines()).containsExactly("Candour can't start: " + line);
        assertThat(output.getOut()).doesNotContain("APPLICATION FAILED");
    }

    @Test
    void startWhenDefaultIsGivenForWhatHasNoneThenStops() {
        assertThatThrownBy(() -> new ChoiceSettings("opt-in", Map.of("hide-from", "deny")))
                .isInstanceOf(BadSetting.class)
                .hasMessageStartingWith("candour.choice.defaults.hide-from is no choice that has a default");
    }
}
