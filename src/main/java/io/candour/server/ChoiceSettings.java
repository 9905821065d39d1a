package io.candour.server;

import io.candour.consent.Choice;
import io.candour.consent.Effect;
import io.candour.consent.Policy;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What holds where a person has not answered. A deployment changes defaults, never what a choice means.
 *
 * @param secondaryUses {@code opt-in}: planning and research only use records of people who said yes; {@code opt-out}:
 *     of everyone who did not say no
 * @param defaults single choices ({@code planning: permit}), over {@code secondaryUses}; choices left out keep theirs
 * @throws BadSetting naming the property
 */
@ConfigurationProperties("candour.choice")
public record ChoiceSettings(@DefaultValue("opt-in") String secondaryUses, @DefaultValue Map<String, String> defaults) {
    private static final String PREFIX = "candour.choice.";
    private static final String DEFAULTS = PREFIX + "defaults.";

    public ChoiceSettings {
        defaults = Map.copyOf(defaults);
        uses(secondaryUses);
        defaults.forEach((choice, effect) -> {
            choice(choice);
            effect(choice, effect);
        });
    }

    public Policy policy() {
        Policy policy = Policy.standard().withSecondaryUses(uses(secondaryUses));
        for (Map.Entry<String, String> each : defaults.entrySet()) {
            policy = policy.with(choice(each.getKey()), effect(each.getKey(), each.getValue()));
        }
        return policy;
    }

    private static Effect uses(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "opt-in" -> Effect.DENY;
            case "opt-out" -> Effect.PERMIT;
            default -> throw new BadSetting(PREFIX + "secondary-uses", "must be opt-in or opt-out, not " + value);
        };
    }

    private static Effect effect(String choice, String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "permit" -> Effect.PERMIT;
            case "deny" -> Effect.DENY;
            default -> throw new BadSetting(DEFAULTS + choice, "must be permit or deny, not " + value);
        };
    }

    /** Environment variables have no hyphens: {@code CANDOUR_CHOICE_DEFAULTS_CAREINSIDE}. */
    private static Choice choice(String name) {
        Optional<Choice> choice = Arrays.stream(Choice.values())
                .filter(each -> letters(each.code()).equals(letters(name)))
                .findFirst();
        if (choice.isEmpty() || choice.get().standard().isEmpty()) {
            String known = Arrays.stream(Choice.values())
                    .filter(each -> each.standard().isPresent())
                    .map(Choice::code)
                    .collect(Collectors.joining(", "));
            throw new BadSetting(DEFAULTS + name, "is no choice that has a default: " + known);
        }
        return choice.get();
    }

    private static String letters(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
    }
}
