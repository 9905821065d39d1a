package io.candour.consent.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import io.candour.consent.Category;
import io.candour.consent.Choice;
import io.candour.consent.Confidentiality;
import io.candour.consent.Directive;
import io.candour.consent.Effect;
import io.candour.consent.Interval;
import io.candour.consent.Policy;
import io.candour.consent.Provision;
import io.candour.consent.fhir.Compilation.Compiled;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Consent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ChoiceConsentsTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00.123Z");

    private final IParser json = FhirContext.forR4Cached().newJsonParser();
    private final ConsentCompiler compiler =
            new ConsentCompiler(Policy.standard(), new LocalReferences(Set.of()), ZoneOffset.UTC);

    private static ChoiceAnswer answer(Choice choice, Provision rule, Optional<Boolean> overridable) {
        return new ChoiceAnswer(
                "p",
                choice,
                rule,
                overridable,
                NOW,
                "Patient/p",
                Optional.of("Organization/o"),
                "You may not.",
                "https://example.org/policy/1");
    }

    /** What a person can say: every choice either way, and hiding by each of its means. */
    static Stream<Arguments> answers() {
        Stream<Arguments> switches = Arrays.stream(Choice.values())
                .filter(choice -> choice != Choice.EMERGENCY_OVERRIDE)
                .flatMap(choice ->
                        Arrays.stream(Effect.values()).map(effect -> Arguments.of(choice, Provision.of(effect))));
        Stream<Provision> hidden = Stream.of(
                Provision.builder(Effect.DENY)
                        .actors(Set.of("https://fhir.nhs.uk/Id/ods-organization-code|Z90002"))
                        .sensitivity(Set.of("PSY"))
                        .period(new Interval(Optional.empty(), Optional.of(Instant.parse("2027-05-02T00:00:00Z"))))
                        .build(),
                Provision.builder(Effect.DENY)
                        .actors(Set.of("Practitioner/x"))
                        .instances(Set.of("Observation/1"))
                        .build(),
                Provision.builder(Effect.DENY)
                        .categories(Set.of(Category.MEDICINES, Category.ALLERGIES))
                        .dataPeriod(Interval.of(NOW, NOW.plusSeconds(60)))
                        .build(),
                Provision.builder(Effect.DENY)
                        .actors(Set.of("Group/g", "CareTeam/t"))
                        .types(Set.of("Observation"))
                        .profiles(Set.of("http://example.org/profile"))
                        .documentTypes(Set.of("http://loinc.org|34133-9"))
                        .codes(Set.of("http://snomed.info/sct|2", "http://loinc.org|1"))
                        .related(Set.of("Encounter/e"))
                        .authoredBy(Set.of("Practitioner/d", "s|7"))
                        .confidentiality(Confidentiality.R)
                        .build());
        return Stream.concat(switches, hidden.map(rule -> Arguments.of(Choice.HIDE_FROM, rule)));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void ofWhenCompiledAgainThenIsTheSameChoiceAndRule(Choice choice, Provision rule) {
        for (Optional<Boolean> overridable : List.of(Optional.<Boolean>empty(), Optional.of(false))) {
            String sent = json.encodeResourceToString(ChoiceConsents.of(answer(choice, rule, overridable)));
            assertThat(compiler.compile(json.parseResource(Consent.class, sent)))
                    .isEqualTo(new Compiled(new Directive(
                            ConsentCompiler.NEW,
                            ConsentCompiler.NEW,
                            Optional.of(choice),
                            rule,
                            List.of(),
                            overridable.orElse(true),
                            Optional.empty())));
        }
    }

    @Test
    void ofWhenReadByAnybodyElseThenHasAllThatPcfAsksFor() {
        Consent consent = ChoiceConsents.of(answer(
                Choice.CARE_SHARING,
                Provision.builder(Effect.DENY).actors(Set.of("Organization/h")).build(),
                Optional.empty()));
        assertThat(consent.getDateTimeElement().getValueAsString()).isEqualTo("2026-06-01T12:00:00.123Z");
        assertThat(consent.getPerformerFirstRep().getReference()).isEqualTo("Patient/p");
        assertThat(consent.getOrganizationFirstRep().getReference()).isEqualTo("Organization/o");
        assertThat(new String(consent.getSourceAttachment().getData(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("You may not.");
        assertThat(consent.getPolicyFirstRep().getUri()).isEqualTo("https://example.org/policy/1");
        assertThat(consent.hasPolicyRule()).isFalse();
        assertThat(consent.getProvision()
                        .getActorFirstRep()
                        .getRole()
                        .hasCoding("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "IRCP"))
                .isTrue();
        assertThat(consent.getProvision().getPurpose())
                .extracting(coding -> coding.getCode())
                .containsExactly("BTG", "CAREMGT", "COC", "ETREAT", "TREAT");
    }

    @Test
    void answerWhenItIsNoneThenRefuses() {
        assertThatThrownBy(() -> answer(Choice.EMERGENCY_OVERRIDE, Provision.of(Effect.DENY), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> answer(
                        Choice.PLANNING,
                        Provision.builder(Effect.DENY)
                                .purposes(Set.of("HOPERAT"))
                                .build(),
                        Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
