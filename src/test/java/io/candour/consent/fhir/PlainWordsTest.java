package io.candour.consent.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.consent.Choice;
import io.candour.consent.Directive;
import io.candour.consent.Effect;
import io.candour.consent.Interval;
import io.candour.consent.Provision;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlainWordsTest {
    private static final Map<String, String> NAMES = Map.of(
            "Organization/r", "Riverside Hospital", "Practitioner/x", "Dr Lee", "http://loinc.org|1", "blood sugar");

    private final PlainWords words =
            new PlainWords(reference -> NAMES.getOrDefault(reference, reference), ZoneId.of("Europe/London"));

    private static Directive directive(Optional<Choice> choice, Provision root, Provision... nested) {
        return new Directive("c", "1", choice, root, List.of(nested), true, Optional.empty());
    }

    @Test
    void ofWhenOrganisationIsDeniedASensitivityForATimeThenSaysSo() {
        Provision root = Provision.builder(Effect.DENY)
                .actors(Set.of("Organization/r"))
                .sensitivity(Set.of("PSY"))
                .period(new Interval(Optional.empty(), Optional.of(Instant.parse("2027-04-30T23:00:00Z"))))
                .build();
        assertThat(words.of(directive(Optional.of(Choice.HIDE_FROM), root)))
                .containsExactly(
                        "Riverside Hospital may not see your mental health records until the end of 30 April 2027.");
    }

    @Test
    void ofWhenThereIsAnExceptionAndNoEmergencyThenSaysBoth() {
        Directive directive = new Directive(
                "c",
                "1",
                Optional.empty(),
                Provision.builder(Effect.DENY)
                        .codes(Set.of("http://loinc.org|1"))
                        .purposes(Set.of("HRESCH", "TREAT"))
                        .build(),
                List.of(Provision.builder(Effect.PERMIT)
                        .actors(Set.of("Practitioner/x"))
                        .build()),
                false,
                Optional.empty());
        assertThat(words.of(directive))
                .containsExactly(
                        "Nobody but you may see your record about blood sugar for research or your care.",
                        "But Dr Lee may see it.",
                        "This holds in an emergency too.");
    }

    @Test
    void ofWhenPermitNamesDataThenSaysOnly() {
        assertThat(words.of(directive(
                        Optional.of(Choice.CARE_SHARING),
                        Provision.builder(Effect.PERMIT)
                                .types(Set.of("AllergyIntolerance", "MedicationRequest"))
                                .build())))
                .containsExactly("Other organisations that care for you may see only your allergies and medicines.");
    }

    @Test
    void ofWhenConsentCannotBeHonouredThenSaysItClosedTheRecord() {
        assertThat(words.of(Directive.unenforceable("c", "1", "Consent.policyRule: is missing")))
                .containsExactly("Nobody but you may see your record, because one of your choices could not be "
                        + "understood (Consent.policyRule: is missing).");
    }
}
