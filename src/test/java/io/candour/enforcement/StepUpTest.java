package io.candour.enforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.rest.server.exceptions.AuthenticationException;
import io.candour.consent.Caller;
import io.candour.consent.CallerKind;
import io.candour.consent.Purpose;
import io.candour.identity.Session;
import io.candour.identity.SmartScopes;
import io.candour.identity.SmartScopes.Context;
import io.candour.identity.VerifiedToken;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StepUpTest {
    private static final FhirRequest NEW_CHOICE = FhirRequest.parse("POST", "Consent", Map.of());
    private static final FhirRequest CHANGED_CHOICE = FhirRequest.parse("PUT", "Consent/c", Map.of());

    private final Gate gate = new Gate(AllowList.shipped(), new StepUp(List.of("mfa", "passkey")));

    @Test
    void checkWhenAChoiceIsWrittenWithAWeakLogInThenChallenges() {
        for (FhirRequest request : List.of(NEW_CHOICE, CHANGED_CHOICE)) {
            assertThatThrownBy(() -> gate.check(request, patient(Optional.of("password"))))
                    .isInstanceOfSatisfying(AuthenticationException.class, refusal -> assertThat(
                                    refusal.getResponseHeaders().get("WWW-Authenticate"))
                            .singleElement()
                            .asString()
                            .startsWith("Bearer error=\"insufficient_user_authentication\"")
                            .endsWith("acr_values=\"mfa passkey\""));
        }
        assertThatThrownBy(() -> gate.check(NEW_CHOICE, patient(Optional.empty())))
                .isInstanceOf(AuthenticationException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mfa", "passkey"})
    void checkWhenTheLogInIsStrongEnoughThenGoesOn(String acr) {
        assertThatCode(() -> gate.check(NEW_CHOICE, patient(Optional.of(acr)))).doesNotThrowAnyException();
    }

    @Test
    void checkWhenNothingIsChangedThenAnyLogInWillDo() {
        assertThatCode(() ->
                        gate.check(FhirRequest.parse("GET", "Consent", Map.of()), patient(Optional.of("password"))))
                .doesNotThrowAnyException();
    }

    @Test
    void checkWhenASystemWritesThenNobodyIsAsked() {
        VerifiedToken feeder = token(CallerKind.SYSTEM, Context.SYSTEM, "system/*.cruds", Optional.empty());
        assertThatCode(() -> gate.check(NEW_CHOICE, feeder)).doesNotThrowAnyException();
    }

    @Test
    void checkWhenNothingIsConfiguredThenNobodyIsAsked() {
        Gate open = new Gate(AllowList.shipped(), new StepUp(List.of()));
        assertThatCode(() -> open.check(NEW_CHOICE, patient(Optional.empty()))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "quo\"te", "back\\slash", "line\nbreak", "ü"})
    void anAcrValueThatCannotStandInAHeaderIsRefused(String acr) {
        assertThatThrownBy(() -> new StepUp(List.of(acr))).isInstanceOf(IllegalArgumentException.class);
    }

    private static VerifiedToken patient(Optional<String> acr) {
        return token(CallerKind.PATIENT, Context.PATIENT, "patient/*.cruds", acr);
    }

    private static VerifiedToken token(CallerKind kind, Context context, String scope, Optional<String> acr) {
        Instant now = Instant.parse("2026-11-22T12:00:00Z");
        return new VerifiedToken(
                new Caller(
                        kind, "u", "U", Optional.empty(), Set.of(), "app", Set.of(scope), Set.of(), Optional.empty()),
                Purpose.PATRQT,
                SmartScopes.parse(List.of(scope)),
                context,
                now.plusSeconds(300),
                1,
                new Session(Optional.of("s"), "u", now),
                acr,
                Optional.empty(),
                Set.of());
    }
}
