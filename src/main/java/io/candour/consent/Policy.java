package io.candour.consent;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a deployment settles: defaults where people haven't answered, recipients nobody can let in, and which clients
 * keep the records.
 *
 * @param defaults every choice that holds unanswered, with what it then says
 * @param barredRoles roles of recipients that no consent can let in
 * @param systemClients client → purpose codes for which its system scopes alone decide
 */
public record Policy(Map<Choice, Effect> defaults, Set<String> barredRoles, Map<String, Set<String>> systemClients) {
    /** Role of a recipient who researches for the public good. */
    public static final String ACADEMIC = "academic";

    /** Role of a recipient who researches for profit; with both, this one counts. */
    public static final String COMMERCIAL = "commercial";

    public Policy {
        for (Choice choice : Choice.values()) {
            if (choice.standard().isPresent() != defaults.containsKey(choice)) {
                throw new IllegalArgumentException(choice.code()
                        + (choice.standard().isPresent() ? " needs a default" : " is not set until answered"));
            }
        }
        defaults = Map.copyOf(defaults);
        barredRoles = Set.copyOf(barredRoles);
        Map<String, Set<String>> clients = new java.util.HashMap<>();
        systemClients.forEach((client, purposes) -> clients.put(client, Set.copyOf(purposes)));
        systemClients = Map.copyOf(clients);
    }

    /** The defaults of the choices table; the client {@code feeder} keeps records. */
    public static Policy standard() {
        Map<Choice, Effect> defaults = new EnumMap<>(Choice.class);
        for (Choice choice : Choice.values()) {
            choice.standard().ifPresent(effect -> defaults.put(choice, effect));
        }
        return new Policy(defaults, Set.of("insurer", "marketer"), Map.of("feeder", Set.of(Purpose.HSYSADMIN.code())));
    }

    /** The same with another default. */
    public Policy with(Choice choice, Effect effect) {
        Map<Choice, Effect> changed = new EnumMap<>(defaults);
        changed.put(choice, effect);
        return new Policy(changed, barredRoles, systemClients);
    }

    /** The same with another default for planning and research: permit, and people have to opt out of them. */
    public Policy withSecondaryUses(Effect effect) {
        return with(Choice.PLANNING, effect)
                .with(Choice.ACADEMIC_RESEARCH, effect)
                .with(Choice.COMMERCIAL_RESEARCH, effect);
    }

    /** What holds where a person hasn't answered; absent where then nothing does. */
    public Optional<Effect> defaultOf(Choice choice) {
        return Optional.ofNullable(defaults.get(choice));
    }

    /** Whether an unanswered choice permits. */
    boolean opens(Choice choice) {
        return defaults.get(choice) == Effect.PERMIT;
    }
}
