package io.candour.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.identity.SmartScopes.Context;
import io.candour.identity.SmartScopes.Permission;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmartScopesTest {

    @Test
    void version2LettersAreReadOneByOne() {
        SmartScopes scopes = SmartScopes.parse(List.of("patient/Observation.rs", "openid"));

        assertThat(scopes.allows(Context.PATIENT, "Observation", Permission.READ))
                .isTrue();
        assertThat(scopes.allows(Context.PATIENT, "Observation", Permission.SEARCH))
                .isTrue();
        assertThat(scopes.allows(Context.PATIENT, "Observation", Permission.CREATE))
                .isFalse();
        assertThat(scopes.allows(Context.PATIENT, "Condition", Permission.READ)).isFalse();
        assertThat(scopes.allows(Context.USER, "Observation", Permission.READ)).isFalse();
    }

    @Test
    void version1WordsMeanReadAndSearchOrAllWrites() {
        SmartScopes scopes = SmartScopes.parse(List.of("user/*.read", "user/Consent.write"));

        assertThat(scopes.allows(Context.USER, "Condition", Permission.SEARCH)).isTrue();
        assertThat(scopes.allows(Context.USER, "Condition", Permission.UPDATE)).isFalse();
        assertThat(scopes.allows(Context.USER, "Consent", Permission.DELETE)).isTrue();
    }

    @Test
    void scopesAreNeverAddedAcrossContexts() {
        SmartScopes scopes = SmartScopes.parse(List.of("patient/Patient.r", "system/*.cruds"));

        assertThat(scopes.allows(Context.PATIENT, "Patient", Permission.UPDATE)).isFalse();
        assertThat(scopes.allows(Context.SYSTEM, "Patient", Permission.UPDATE)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "patient/Observation.sr",
                "patient/Observation.",
                "patient/observation.r",
                "patient/Observation.rs?category=laboratory",
                "Patient/Observation.rs",
                "patient/*",
                "patient/*.rr",
                ""
            })
    void whatIsNotWrittenAsSmartHasItGrantsNothing(String scope) {
        SmartScopes scopes = SmartScopes.parse(List.of(scope));

        assertThat(scopes.has(Context.PATIENT)).isFalse();
        assertThat(scopes.allows(Context.PATIENT, "Observation", Permission.READ))
                .isFalse();
    }
}
