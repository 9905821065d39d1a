package io.candour.portal.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candour.consent.Category;
import io.candour.consent.Choice;
import io.candour.consent.Directive;
import io.candour.consent.Effect;
import io.candour.consent.Policy;
import io.candour.consent.Provision;
import io.candour.consent.fhir.Compilation.Compiled;
import io.candour.consent.fhir.ConsentCompiler;
import io.candour.consent.fhir.LocalReferences;
import io.candour.portal.choice.Hiding.Named;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Consent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the pages write is what the server reads. */
class WrittenChoiceTest {
    private static final Author SELF = new Author("p", true, "Ann", Optional.of("9990000018"));

    private final WrittenChoice written = new WrittenChoice(SELF, "What was shown");
    private final ConsentCompiler compiler =
            new ConsentCompiler(Policy.standard(), new LocalReferences(Set.of()), ZoneId.of("Europe/London"));

    private Directive compiled(Consent consent) {
        assertThat(compiler.compile(consent)).isInstanceOf(Compiled.class);
        return ((Compiled) compiler.compile(consent)).directive();
    }

    @ParameterizedTest
    @EnumSource(Question.class)
    void answering_eachAnswerOfEachQuestion_isThatChoiceForEverybodyAndEverything(Question question) {
        for (Answer answer : Answer.values()) {
            if (question.takesBack(answer)) {
                assertThatThrownBy(() -> written.answering(question, answer, Optional.empty()))
                        .isInstanceOf(IllegalArgumentException.class);
                continue;
            }
            Directive directive = compiled(written.answering(question, answer, Optional.empty()));

            assertThat(directive.choice()).isEqualTo(Choice.byCode(question.code()));
            assertThat(directive.root()).isEqualTo(Provision.of(question.denies(answer) ? Effect.DENY : Effect.PERMIT));
            assertThat(directive.nested()).isEmpty();
        }
    }

    @Test
    void questions_areTheServersChoicesButForHidingAndTheOverride() {
        assertThat(Question.values())
                .extracting(Question::code)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Choice.values())
                        .filter(choice -> choice != Choice.HIDE_FROM && choice != Choice.EMERGENCY_OVERRIDE)
                        .map(Choice::code)
                        .toList());
        assertThat(HidingDraft.CATEGORIES)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Category.values())
                        .filter(category -> category != Category.CHOICES)
                        .map(Category::code)
                        .toList());
    }

    @Test
    void answering_whatIsToHoldInAnEmergency_isKept() {
        for (boolean may : new boolean[] {true, false}) {
            Directive directive = compiled(written.answering(Question.CARE_SHARING, Answer.NO, Optional.of(may)));

            assertThat(directive.emergencyOverridable()).isEqualTo(may);
        }
    }

    @Test
    void hiding_oneKindFromAPlaceUntilADay_isReadSo() {
        Directive directive = compiled(written.hiding(new Hiding(
                new Hiding.Kind("medicines"),
                Optional.of(new Named("Organization/o", "Elm Street")),
                Optional.of(LocalDate.of(2027, 3, 31)),
                Optional.of(false))));

        assertThat(directive.choice()).contains(Choice.HIDE_FROM);
        assertThat(directive.root().effect()).isEqualTo(Effect.DENY);
        assertThat(directive.root().actors()).containsExactly("Organization/o");
        assertThat(directive.root().categories()).containsExactly(Category.MEDICINES);
        assertThat(directive.root().period().end())
                .as("the last day is inside")
                .contains(Instant.parse("2027-03-31T23:00:00Z"));
        assertThat(directive.emergencyOverridable()).isFalse();
    }

    @Test
    void hiding_oneEntryFromEverybody_isReadSo() {
        Directive directive = compiled(written.hiding(new Hiding(
                new Hiding.Entry(new Named("Condition/c", "Asthma")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty())));

        assertThat(directive.root().instances()).containsExactly("Condition/c");
        assertThat(directive.root().actors()).isEmpty();
    }

    @Test
    void written_namesWhoAnsweredAndWhatTheyWereShown() {
        Consent own = written.answering(Question.PLANNING, Answer.YES, Optional.empty());
        Author carer = new Author("p", false, "Carl", Optional.of("9990000026"));
        Consent carers = new WrittenChoice(carer, "-").answering(Question.PLANNING, Answer.YES, Optional.empty());

        assertThat(own.getPerformerFirstRep().getReference()).isEqualTo("Patient/p");
        assertThat(MyChoices.shown(own)).contains("What was shown");
        assertThat(carers.getPerformerFirstRep().getIdentifier().getValue()).isEqualTo("9990000026");
        assertThat(carers.getPatient().getReference()).isEqualTo("Patient/p");
    }
}
