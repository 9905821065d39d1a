package io.candour.consent.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.consent.Category;
import io.candour.consent.Choice;
import io.candour.consent.Confidentiality;
import io.candour.consent.Directive;
import io.candour.consent.Effect;
import io.candour.consent.Interval;
import io.candour.consent.Provision;
import io.candour.consent.ProvisionBuilder;
import io.candour.consent.Sensitivity;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.codesystems.V3ActCode;
import org.hl7.fhir.r4.model.codesystems.V3ActReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PlainWordsTest {
    private static final String RIVERSIDE = "Organization/r";
    private static final Map<String, String> NAMES = Map.of(
            RIVERSIDE,
            "Riverside Hospital",
            "Practitioner/x",
            "Dr Lee",
            "Observation/1",
            "the blood test of 3 May 2024",
            "Encounter/e",
            "the visit of 4 June 2025",
            "http://loinc.org|1",
            "blood sugar",
            "http://loinc.org|34133-9",
            "summaries");

    private final PlainWords words = new PlainWords(code -> NAMES.getOrDefault(code, code), ZoneId.of("Europe/London"));

    private static ProvisionBuilder deny() {
        return Provision.builder(Effect.DENY);
    }

    private static ProvisionBuilder permit() {
        return Provision.builder(Effect.PERMIT);
    }

    /** Bounds as a person writes them: days, both of them inside. */
    private static Interval days(String first, String last) {
        ZoneId zone = ZoneId.of("Europe/London");
        return new Interval(
                Optional.of(first).filter(day -> !day.isEmpty()).map(day -> java.time.LocalDate.parse(day)
                        .atStartOfDay(zone)
                        .toInstant()),
                Optional.of(last).filter(day -> !day.isEmpty()).map(day -> java.time.LocalDate.parse(day)
                        .plusDays(1)
                        .atStartOfDay(zone)
                        .toInstant()));
    }

    private static Arguments row(String sentence, ProvisionBuilder provision) {
        return Arguments.of(sentence, Optional.empty(), provision.build());
    }

    private static Arguments row(String sentence, Choice choice, ProvisionBuilder provision) {
        return Arguments.of(sentence, Optional.of(choice), provision.build());
    }

    static Stream<Arguments> rules() {
        Set<String> riverside = Set.of(RIVERSIDE);
        return Stream.of(
                row(
                        "Riverside Hospital may not see your mental health records until the end of 1 May 2027.",
                        Choice.HIDE_FROM,
                        deny().actors(riverside).sensitivity(Set.of("PSY")).period(days("", "2027-05-01"))),
                row(
                        "Riverside Hospital or sds|7 may not see your record from 1 June 2026.",
                        deny().actors(Set.of(RIVERSIDE, "sds|7")).period(days("2026-06-01", ""))),
                row(
                        "Riverside Hospital may not see your record until 09:30 on 1 June 2026.",
                        deny().actors(riverside)
                                .period(new Interval(
                                        Optional.empty(), Optional.of(Instant.parse("2026-06-01T08:30:00Z"))))),
                row(
                        "Riverside Hospital may not see your HIV and alcohol use records.",
                        deny().actors(riverside).sensitivity(Set.of("HIV", "ETHUD"))),
                row(
                        "Riverside Hospital may not see your HIV records and other records marked restricted or more"
                                + " private.",
                        deny().actors(riverside).sensitivity(Set.of("HIV")).confidentiality(Confidentiality.R)),
                row(
                        "Riverside Hospital may see only your records marked normal or less private.",
                        permit().actors(riverside).confidentiality(Confidentiality.N)),
                row(
                        "Riverside Hospital may see only your allergies, medicines and test results and measurements.",
                        permit().actors(riverside)
                                .categories(Set.of(Category.MEDICINES, Category.ALLERGIES))
                                .types(Set.of("Observation"))),
                row(
                        "Riverside Hospital may see only your conditions, prescriptions and summaries.",
                        permit().actors(riverside)
                                .types(Set.of("Condition", "MedicationRequest"))
                                .documentTypes(Set.of("http://loinc.org|34133-9"))),
                row(
                        "Riverside Hospital may not see the blood test of 3 May 2024.",
                        Choice.HIDE_FROM,
                        deny().actors(riverside).instances(Set.of("Observation/1"))),
                row(
                        "Riverside Hospital may not see your records that are part of the visit of 4 June 2025 or were"
                                + " written by Dr Lee.",
                        deny().actors(riverside).related(Set.of("Encounter/e")).authoredBy(Set.of("Practitioner/x"))),
                row(
                        "Riverside Hospital may not see your test results that are the blood test of 3 May 2024.",
                        deny().actors(riverside)
                                .categories(Set.of(Category.TEST_RESULTS))
                                .instances(Set.of("Observation/1"))),
                row(
                        "Riverside Hospital may not see your record about blood sugar dated from 1 January 2015 up to the"
                                + " end of 1 February 2015.",
                        deny().actors(riverside)
                                .codes(Set.of("http://loinc.org|1"))
                                .dataPeriod(days("2015-01-01", "2015-02-01"))),
                row(
                        "Riverside Hospital may see only your record dated 1 January 2015 or later.",
                        permit().actors(riverside).dataPeriod(days("2015-01-01", ""))),
                row(
                        "Nobody but you and people who act for you may see your record for payment or research.",
                        deny().purposes(Set.of("HRESCH", "BIORCH", "HPAYMT"))),
                row(
                        "Anyone who has a right to ask may see your record for your care.",
                        permit().purposes(Set.of("TREAT", "COC"))),
                row("Staff where the record was made may not see your record.", Choice.CARE_INSIDE, deny()),
                row(
                        "Other organisations that care for you may not see your sensitive records.",
                        Choice.SENSITIVE_CARE_SHARING,
                        deny()),
                row(
                        "Other organisations that care for you may see only your HIV test results.",
                        Choice.SENSITIVE_CARE_SHARING,
                        permit().sensitivity(Set.of("HIV")).categories(Set.of(Category.TEST_RESULTS))),
                row(
                        "People outside the organisation where it was made may not see your record for anything but your"
                                + " care.",
                        Choice.LOCAL_PRACTICE_OPT_OUT,
                        deny()),
                row("People who plan health services may see your record.", Choice.PLANNING, permit()),
                row(
                        "Researchers who work for the public good may see your record.",
                        Choice.ACADEMIC_RESEARCH,
                        permit()),
                row("Researchers who work for companies may not see your record.", Choice.COMMERCIAL_RESEARCH, deny()),
                row(
                        "Riverside Hospital may see your record for research.",
                        Choice.ACADEMIC_RESEARCH,
                        permit().actors(riverside)),
                row(
                        "People who care for you may not see your medicines.",
                        Choice.HIDE_FROM,
                        deny().categories(Set.of(Category.MEDICINES))),
                row(
                        "Staff who care for you are not told when you have hidden something.",
                        Choice.TELL_CLINICIANS_SOMETHING_IS_HIDDEN,
                        deny()));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void ofWhenRuleThenSaysItInOneSentence(String sentence, Optional<Choice> choice, Provision root) {
        assertThat(words.of(new Directive("c", "1", choice, root, List.of(), true, Optional.empty())))
                .containsExactly(sentence);
    }

    @Test
    void ofWhenSharingForCareThenSaysThatSensitiveRecordsAreAnotherChoice() {
        assertThat(words.of(new Directive(
                        "c",
                        "1",
                        Optional.of(Choice.CARE_SHARING),
                        permit().build(),
                        List.of(),
                        true,
                        Optional.empty())))
                .containsExactly(
                        "Other organisations that care for you may see your record.",
                        "Your sensitive records are a separate choice.");
    }

    static Stream<Arguments> exceptions() {
        Provision research = deny().purposes(Set.of("HRESCH")).build();
        Provision riverside = deny().actors(Set.of(RIVERSIDE)).build();
        Provision allergies = permit().categories(Set.of(Category.ALLERGIES)).build();
        return Stream.of(
                Arguments.of(
                        "But Dr Lee may see it.",
                        research,
                        permit().actors(Set.of("Practitioner/x")).build()),
                Arguments.of("But anyone who has a right to ask may see your allergies.", research, allergies),
                Arguments.of("But they may see your allergies.", riverside, allergies),
                Arguments.of(
                        "But they may not see your mental health records.",
                        permit().build(),
                        deny().sensitivity(Set.of("MH")).build()));
    }

    @ParameterizedTest
    @MethodSource("exceptions")
    void ofWhenThereIsAnExceptionThenSaysItToo(String sentence, Provision root, Provision nested) {
        assertThat(words.of(new Directive("c", "1", Optional.empty(), root, List.of(nested), true, Optional.empty())))
                .hasSize(2)
                .last()
                .isEqualTo(sentence);
    }

    @Test
    void ofWhenNoEmergencyLiftsItThenSaysSo() {
        Directive permit =
                new Directive("c", "1", Optional.empty(), permit().build(), List.of(), false, Optional.empty());
        Directive deny = new Directive(
                "c",
                "1",
                Optional.empty(),
                permit().build(),
                List.of(deny().sensitivity(Set.of("HIV")).build()),
                false,
                Optional.empty());
        assertThat(words.of(permit)).hasSize(1);
        assertThat(words.of(deny)).last().isEqualTo("This holds in an emergency too.");
    }

    @Test
    void ofWhenConsentCannotBeHonouredThenSaysItClosedTheRecord() {
        assertThat(words.of(Directive.unenforceable("c", "1", "Consent.policyRule: is missing")))
                .containsExactly("Nobody but you may see your record, because one of your choices could not be "
                        + "understood (Consent.policyRule: is missing).");
    }

    @Test
    void wordsWhenCodeCanStandInARuleThenExist() {
        assertThat(Category.values()).allSatisfy(category -> assertThat(Words.of("category", category.code()))
                .isNotBlank());
        assertThat(Confidentiality.values()).allSatisfy(level -> assertThat(Words.of("confidentiality", level.name()))
                .isNotBlank());
        List<String> sensitivities = Arrays.stream(V3ActCode.values())
                .filter(code -> code != V3ActCode.NULL)
                .map(V3ActCode::toCode)
                .filter(Sensitivity::known)
                .toList();
        assertThat(sensitivities).hasSizeGreaterThan(20).allSatisfy(code -> assertThat(Words.of("sensitivity", code))
                .isNotBlank());
        assertThat(Words.types()).isSubsetOf(SubjectTable.lines().keySet());
    }

    @Test
    void purposeWhenComparedWithHl7ThenEveryPurposeOfUseHasWordsAndNothingElse() {
        Set<String> others = Set.of("PurposeOfUse");
        assertThat(Arrays.stream(V3ActReason.values())
                        .filter(code -> code != V3ActReason.NULL)
                        .map(V3ActReason::toCode)
                        .filter(code -> Words.purpose(code).isPresent()))
                .as("all that HL7 nests below PurposeOfUse")
                .hasSize(59)
                .doesNotContainAnyElementsOf(others);
        assertThat(Choice.values()).allSatisfy(choice -> assertThat(choice.purposes())
                .allSatisfy(code -> assertThat(Words.purpose(code)).isPresent()));
    }
}
