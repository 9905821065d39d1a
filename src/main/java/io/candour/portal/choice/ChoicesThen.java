package io.candour.portal.choice;

import io.candour.portal.Whose;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.Consent;

/** What somebody had chosen at a moment, as far as their choices of today tell: a choice that changed since tells only that. */
public final class ChoicesThen {
    private final Whose whose;
    private final List<Saved> saved;

    private record Saved(String choice, String consent, String version, Instant at) {}

    /** How far it is known. */
    public enum How {
        CHOSEN,
        CHANGED_SINCE,
        UNANSWERED
    }

    /**
     * What held.
     *
     * @param since when it was chosen; only if it was
     * @param receipt path of the page that shows that choice; only if there was one
     */
    public record Then(How how, Optional<Instant> since, Optional<String> receipt) {}

    private ChoicesThen(Whose whose, List<Saved> saved) {
        this.whose = whose;
        this.saved = List.copyOf(saved);
    }

    static ChoicesThen of(Whose whose, Standing standing, Map<String, Consent> stored) {
        return new ChoicesThen(
                whose,
                standing.choices().stream()
                        .flatMap(each -> saved(each, stored).stream())
                        .toList());
    }

    private static Optional<Saved> saved(Standing.Choice choice, Map<String, Consent> stored) {
        return choice.choice().flatMap(code -> Optional.ofNullable(stored.get(choice.consent()))
                .flatMap(MyChoices::saved)
                .map(at -> new Saved(code, choice.consent(), choice.version(), at)));
    }

    /** @param choice the code of a question */
    public Then of(String choice, Instant at) {
        List<Saved> answers =
                saved.stream().filter(each -> each.choice().equals(choice)).toList();
        return answers.stream()
                .filter(each -> !each.at().isAfter(at))
                .max(Comparator.comparing(Saved::at))
                .map(found -> new Then(
                        How.CHOSEN,
                        Optional.of(found.at()),
                        Optional.of(whose.path() + "/choices/receipts/" + found.consent() + "/" + found.version())))
                .orElseGet(() -> new Then(
                        answers.isEmpty() ? How.UNANSWERED : How.CHANGED_SINCE, Optional.empty(), Optional.empty()));
    }
}
