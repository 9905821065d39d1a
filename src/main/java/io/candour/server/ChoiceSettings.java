package io.candour.server;

import io.candour.consent.Choice;
import io.candour.consent.Effect;
import io.candour.consent.Policy;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What holds where a person has not answered.
 *
 * @param defaults by choice ({@code planning: permit}); choices left out keep their standard default
 */
@ConfigurationProperties("candour.choice")
public record ChoiceSettings(@DefaultValue Map<Choice, Effect> defaults) {

    Policy policy() {
        Policy policy = Policy.standard();
        for (Map.Entry<Choice, Effect> each : defaults.entrySet()) {
            policy = policy.with(each.getKey(), each.getValue());
        }
        return policy;
    }
}
