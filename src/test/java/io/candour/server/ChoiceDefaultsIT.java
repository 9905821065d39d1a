package io.candour.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.consent.Choice;
import io.candour.consent.Effect;
import io.candour.consent.Policy;
import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** That a run under the other default is one: all integration tests go through this server. */
@ExtendWith(Stack.class)
class ChoiceDefaultsIT {
    private static final Map<String, Effect> RUNS = Map.of("opt-in", Effect.DENY, "opt-out", Effect.PERMIT);

    @Test
    void serverWhenStartedForTheseTestsThenHasTheDefaultsOfTheRun(DemoStack stack) {
        String run = System.getProperty("candour.choice.secondary-uses", "opt-in");
        assertThat(RUNS).containsKey(run);
        Policy policy = stack.server().getBean(Policy.class);
        assertThat(policy).isEqualTo(Policy.standard().withSecondaryUses(RUNS.get(run)));
        assertThat(policy.defaultOf(Choice.PLANNING)).contains(RUNS.get(run));
    }
}
