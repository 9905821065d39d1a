package io.candour.choice;

import io.candour.choice.KeptConsent.Standing;
import io.candour.choice.KeptConsent.State;
import io.candour.consent.Directive;
import io.candour.consent.Effect;
import io.candour.consent.Interval;
import io.candour.consent.fhir.PlainWords;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a person is told when they have saved a choice.
 *
 * @param reference the version saved, {@code Consent/[id]/_history/[version]}
 * @param changed in plain words; never empty
 * @param from when it starts to hold; absent where it doesn't
 * @param supersedes versions of Consents that this save took the place of
 * @param warnings what the person may not expect
 */
public record Receipt(
        String reference,
        List<String> changed,
        Optional<Instant> from,
        List<String> supersedes,
        List<String> warnings) {
    public Receipt {
        Objects.requireNonNull(reference, "reference");
        Objects.requireNonNull(from, "from");
        changed = List.copyOf(changed);
        supersedes = List.copyOf(supersedes);
        warnings = List.copyOf(warnings);
        if (changed.isEmpty()) {
            throw new IllegalArgumentException("a receipt says what changed");
        }
    }

    /**
     * The receipt for one Consent of a save.
     *
     * @param before all of the patient's Consents before the save
     * @param after all of them after it, the saved one among them
     * @param oneName makes one name of all that stand for the same actor
     * @throws IllegalArgumentException if the saved one is not there
     */
    public static Receipt of(
            String consent,
            List<KeptConsent> before,
            List<KeptConsent> after,
            Instant now,
            PlainWords words,
            UnaryOperator<String> oneName) {
        KeptConsent saved = find(after, consent).orElseThrow(() -> new IllegalArgumentException("nothing was saved"));
        List<KeptConsent> replaced = before.stream()
                .filter(was -> was.supersededBy().isEmpty()
                        && find(after, was.consent())
                                .flatMap(KeptConsent::supersededBy)
                                .equals(Optional.of(consent)))
                .toList();
        List<String> changed = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        Optional<Instant> from = Optional.empty();
        if (saved.standing() == Standing.RULE && saved.supersededBy().isEmpty()) {
            changed.addAll(saved.directive().map(words::of).orElseThrow());
            from = Optional.of(saved.period().start().filter(now::isBefore).orElse(now));
            if (saved.state(now) == State.EXPIRED) {
                warnings.add("The time you chose for this is over, so it changes nothing.");
            }
            replaced.stream()
                    .filter(was -> endsLongerDeny(saved, was, now))
                    .forEach(was ->
                            warnings.add("This ends sooner than an earlier choice of yours whose place it takes ("
                                    + said(was, words)
                                    + ") When this one ends, the earlier one does not come back."));
            after.stream()
                    .filter(other -> conflicts(saved, other, now, oneName))
                    .forEach(other -> warnings.add("Another choice of yours says otherwise: " + said(other, words)
                            + " Where the two meet, what you hid stays hidden."));
        } else {
            changed.add("This choice is not in force"
                    + saved.reason().map(why -> " (" + why + ")").orElse("") + ".");
            find(before, consent)
                    .filter(was -> was.standing() == Standing.RULE && was.counts())
                    .ifPresent(was -> changed.add("What you said before no longer holds: " + said(was, words)));
            if (saved.supersededBy().isPresent()) {
                warnings.add("A newer answer of yours to the same question stands in place of this one.");
            }
        }
        return new Receipt(reference(saved), changed, from, references(replaced), warnings);
    }

    private static Optional<KeptConsent> find(List<KeptConsent> kept, String consent) {
        return kept.stream().filter(each -> each.consent().equals(consent)).findFirst();
    }

    private static List<String> references(List<KeptConsent> kept) {
        return kept.stream().map(Receipt::reference).toList();
    }

    private static String reference(KeptConsent kept) {
        return "Consent/" + kept.consent() + "/_history/" + kept.version();
    }

    private static String said(KeptConsent kept, PlainWords words) {
        return String.join(" ", kept.directive().map(words::of).orElse(List.of()));
    }

    private static boolean endsLongerDeny(KeptConsent saved, KeptConsent was, Instant now) {
        Interval old = was.period();
        boolean longer = saved.period().end().isPresent()
                && (old.end().isEmpty()
                        || old.end().get().isAfter(saved.period().end().get()));
        boolean denied = was.directive()
                .map(Directive::root)
                .filter(root -> root.effect() == Effect.DENY)
                .isPresent();
        return denied && longer && was.state(now) != State.EXPIRED;
    }

    private static boolean conflicts(KeptConsent saved, KeptConsent other, Instant now, UnaryOperator<String> oneName) {
        return !other.consent().equals(saved.consent())
                && other.counts()
                && other.state(now) != State.EXPIRED
                && new Overlap(oneName)
                        .conflict(
                                saved.directive().orElseThrow(),
                                other.directive().orElseThrow());
    }
}
