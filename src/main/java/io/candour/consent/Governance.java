package io.candour.consent;

import static io.candour.consent.Condition.all;
import static io.candour.consent.Condition.any;
import static io.candour.consent.Condition.not;

import io.candour.consent.Condition.Flag;
import java.util.List;
import java.util.Optional;

/** Which choice an access is a matter of. At most one with a default governs any access. */
final class Governance {
    static final Condition SENSITIVE =
            any(List.of(new Condition.ConfidentialityAtLeast(Confidentiality.R), Flag.HAS_SENSITIVITY));

    // Made once: care is asked for item by item.
    private static final Optional<Choice> INSIDE = Optional.of(Choice.CARE_INSIDE);
    private static final Optional<Choice> SHARING = Optional.of(Choice.CARE_SHARING);
    private static final Optional<Choice> SENSITIVE_SHARING = Optional.of(Choice.SENSITIVE_CARE_SHARING);

    private Governance() {}

    /** The choice whose default counts where no Consent has a say. */
    static Optional<Choice> governing(Caller caller, Purpose purpose, ItemFacts item) {
        if (purpose.care()) {
            if (inside(caller, item)) {
                return INSIDE;
            }
            return item.sensitive() ? SENSITIVE_SHARING : SHARING;
        }
        if (Choice.PLANNING.covers(purpose)) {
            return Optional.of(Choice.PLANNING);
        }
        return Choice.ACADEMIC_RESEARCH.covers(purpose) ? research(caller) : Optional.empty();
    }

    /** Whether a Consent that answers the choice can have a say in what this caller asks for. */
    static boolean concerns(Choice choice, Caller caller, Purpose purpose) {
        return choice.covers(purpose)
                && switch (choice) {
                    case ACADEMIC_RESEARCH, COMMERCIAL_RESEARCH ->
                        research(caller).equals(Optional.of(choice));
                    case EMERGENCY_OVERRIDE, TELL_CLINICIANS_SOMETHING_IS_HIDDEN -> false;
                    case CARE_INSIDE,
                            CARE_SHARING,
                            SENSITIVE_CARE_SHARING,
                            LOCAL_PRACTICE_OPT_OUT,
                            PLANNING,
                            HIDE_FROM -> true;
                };
    }

    /** Which items that say is then about. */
    static boolean concerns(Choice choice, Caller caller, ItemFacts item) {
        return switch (choice) {
            case CARE_INSIDE -> inside(caller, item);
            case CARE_SHARING -> !inside(caller, item) && !item.sensitive();
            case SENSITIVE_CARE_SHARING -> !inside(caller, item) && item.sensitive();
            case LOCAL_PRACTICE_OPT_OUT -> !inside(caller, item);
            default -> true;
        };
    }

    /** {@link #concerns(Choice, Caller, ItemFacts)} with the item left open. */
    static Condition scope(Choice choice, Caller caller) {
        Condition inside = new Condition.SourceIn(caller.memberships());
        return switch (choice) {
            case CARE_INSIDE -> inside;
            case CARE_SHARING -> all(List.of(not(inside), not(SENSITIVE)));
            case SENSITIVE_CARE_SHARING -> all(List.of(not(inside), SENSITIVE));
            case LOCAL_PRACTICE_OPT_OUT -> not(inside);
            default -> Flag.ALWAYS;
        };
    }

    private static boolean inside(Caller caller, ItemFacts item) {
        return item.sourceOrganisation().isPresent()
                && caller.memberships().contains(item.sourceOrganisation().get());
    }

    private static Optional<Choice> research(Caller caller) {
        if (caller.roles().contains(Policy.COMMERCIAL)) {
            return Optional.of(Choice.COMMERCIAL_RESEARCH);
        }
        return caller.roles().contains(Policy.ACADEMIC) ? Optional.of(Choice.ACADEMIC_RESEARCH) : Optional.empty();
    }
}
