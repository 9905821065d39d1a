package io.candour.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GovernanceTest {
    private final RandomWorld world = new RandomWorld(new Random(3));

    @Test
    void governingWhenAnyThenIsTheOneChoiceWithDefaultThatConcernsTheAccess() {
        int governed = 0;
        for (int i = 0; i < 5000; i++) {
            Caller caller = world.caller();
            Purpose purpose = world.purpose();
            ItemFacts item = world.item(List.of("p"));
            List<Choice> concerned = Arrays.stream(Choice.values())
                    .filter(choice -> choice.standard().isPresent())
                    .filter(choice ->
                            Governance.concerns(choice, caller, purpose) && Governance.concerns(choice, caller, item))
                    .toList();
            Optional<Choice> governing = Governance.governing(caller, purpose, item);
            assertThat(concerned).isEqualTo(governing.stream().toList());
            governed += governing.isPresent() ? 1 : 0;
        }
        assertThat(governed).isBetween(1000, 4999);
    }

    @Test
    void governingWhenResearchThenTheKindOfRecipientTellsWhich() {
        Map<Set<String>, Optional<Choice>> expected = Map.of(
                Set.of(),
                Optional.empty(),
                Set.of("academic"),
                Optional.of(Choice.ACADEMIC_RESEARCH),
                Set.of("commercial"),
                Optional.of(Choice.COMMERCIAL_RESEARCH),
                Set.of("academic", "commercial"),
                Optional.of(Choice.COMMERCIAL_RESEARCH));
        expected.forEach((roles, choice) -> {
            Caller caller = People.with(People.gp(), roles, "client", Set.of());
            assertThat(Governance.governing(caller, Purpose.HRESCH, People.item("p")))
                    .isEqualTo(choice);
        });
    }

    @Test
    void scopeWhenAskedOfItemsThenIsWhatTheChoiceConcerns() {
        for (Choice choice : Choice.values()) {
            for (int i = 0; i < 500; i++) {
                Caller caller = world.caller();
                ItemFacts item = world.item(List.of("p"));
                assertThat(Governance.scope(choice, caller).test(item))
                        .as("%s %s %s", choice, caller, item)
                        .isEqualTo(Governance.concerns(choice, caller, item));
            }
        }
    }

    @Test
    void concernsWhenChoiceIsSettingThenNever() {
        for (Choice choice : Choice.values()) {
            boolean ever =
                    Purpose.CARE.stream().anyMatch(code -> Governance.concerns(choice, People.gp(), new Purpose(code)));
            assertThat(ever && choice.setting()).as("%s", choice).isFalse();
        }
        assertThat(Arrays.stream(Choice.values()).filter(Choice::setting))
                .containsExactly(Choice.EMERGENCY_OVERRIDE, Choice.TELL_CLINICIANS_SOMETHING_IS_HIDDEN);
    }
}
