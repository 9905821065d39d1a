package io.candour.consent.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.consent.Basis.ByRule;
import io.candour.consent.Choice;
import io.candour.consent.Effect;
import io.candour.consent.Policy;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RuleWordsTest {
    private static final RuleWords WORDS = new RuleWords(Policy.standard());

    @ParameterizedTest
    @EnumSource
    void ofDefaultWhenADeploymentTurnsItThenSaysTheOpposite(Choice choice) {
        assertThat(WORDS.ofDefault(choice)).endsWith(".").doesNotContain("null");
        if (choice.standard().isPresent()) {
            String permits = new RuleWords(Policy.standard().with(choice, Effect.PERMIT)).ofDefault(choice);
            String denies = new RuleWords(Policy.standard().with(choice, Effect.DENY)).ofDefault(choice);
            assertThat(denies.replace(" not ", " ")).isEqualTo(permits).isNotEqualTo(denies);
        }
    }

    static Stream<ByRule> refusing() {
        return Stream.of(
                ByRule.NO_RELATIONSHIP,
                ByRule.NO_GOVERNING_CHOICE,
                ByRule.BARRED_RECIPIENT,
                ByRule.NO_CLINICAL_CONTENT,
                ByRule.NO_GRANT,
                ByRule.CHOICES_ARE_PRIVATE);
    }

    @ParameterizedTest
    @MethodSource("refusing")
    void ofRefusalWhenARuleOfTheServerThenHasItsOwnWords(ByRule rule) {
        assertThat(WORDS.ofRefusal(rule)).endsWith(".").doesNotContain(rule.code());
    }

    @ParameterizedTest
    @EnumSource
    void ofRefusalWhenADefaultThenSaysThatAnAnswerChangesIt(Choice choice) {
        assertThat(WORDS.ofRefusal(ByRule.defaultOf(choice)))
                .startsWith(WORDS.ofDefault(choice))
                .endsWith("until you say otherwise.");
    }
}
