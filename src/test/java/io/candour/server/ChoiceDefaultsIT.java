package io.candour.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.consent.Choice;
import io.candour.consent.Effect;
import io.candour.consent.Policy;
import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** That a run under the other default is one: all integration tests go through this server. */
@ExtendWith(Stack.class)
class ChoiceDefaultsIT {
    @Test
    void serverWhenStartedForTheseTestsThenHasTheDefaultsOfTheRun(DemoStack stack) {
        String run = System.getProperty("candour.choice.secondary-uses", "opt-in");
        Effect unanswered = run.equals("opt-out") ? Effect.PERMIT : Effect.DENY;
        Policy policy = stack.server().getBean(Policy.class);
        assertThat(policy).isEqualTo(Policy.standard().withSecondaryUses(unanswered));
        assertThat(policy.defaultOf(Choice.PLANNING)).contains(unanswered);
    }
}
