package io.candour.choice;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which of a patient's answers takes the place of which, when one more is written.
 *
 * <p>The newest answer to a question supersedes the older ones, for good: when it ends or is withdrawn the choice goes
 * back to its default and nothing older comes back. Only a Consent that was entered in error never was. A Consent
 * supersedes from the moment it is in force on: one that was never active answers nothing.
 */
final class Superseding {
    private Superseding() {}

    /**
     * @param kept all that the patient has, an earlier version of the written one among it
     * @param written with the question it answers, if any; its place and what supersedes it are decided here
     * @return all that the patient has then
     */
    static List<KeptConsent> after(List<KeptConsent> kept, KeptConsent written) {
        Optional<KeptConsent> before = kept.stream()
                .filter(each -> each.consent().equals(written.consent()))
                .findFirst();
        List<KeptConsent> others = kept.stream()
                .filter(each -> !each.consent().equals(written.consent()))
                .toList();
        KeptConsent now = judged(placed(written, before, kept), before, others);
        List<KeptConsent> all = new ArrayList<>();
        all.add(now);
        for (KeptConsent other : others) {
            all.add(judged(other, now, others));
        }
        all.sort(Comparator.comparing(KeptConsent::place));
        return all;
    }

    /** To withdraw is no answer: what is withdrawn keeps its question and its place among the answers. */
    private static KeptConsent placed(KeptConsent written, Optional<KeptConsent> before, List<KeptConsent> kept) {
        long last = kept.stream().mapToLong(KeptConsent::place).max().orElse(0) + 1;
        Optional<KeptConsent> withdrawn = before.filter(
                was -> dormant(written) && !written.inError() && was.question().isPresent());
        return withdrawn
                .map(was -> written.answering(was.question(), was.dateTime(), was.place()))
                .orElseGet(() -> written.answering(written.question(), written.dateTime(), last));
    }

    /** What supersedes the one that is written. */
    private static KeptConsent judged(KeptConsent written, Optional<KeptConsent> before, List<KeptConsent> others) {
        if (written.question().isEmpty()) {
            return written.supersededBy(Optional.empty());
        }
        Optional<String> still = before.filter(any -> any.question().equals(written.question()))
                .flatMap(KeptConsent::supersededBy)
                .filter(by -> others.stream()
                        .filter(each -> each.consent().equals(by) && !each.inError())
                        .anyMatch(each -> dormant(written) || each.newerThan(written)));
        return written.supersededBy(still.or(() -> dormant(written) ? Optional.empty() : newest(written, others)));
    }

    /** What supersedes another, now that this one is written. */
    private static KeptConsent judged(KeptConsent other, KeptConsent written, List<KeptConsent> others) {
        boolean rivals = other.question().isPresent() && other.question().equals(written.question());
        if (other.supersededBy().equals(Optional.of(written.consent()))) {
            boolean undone = written.inError() || rivals && other.newerThan(written);
            return undone ? other.supersededBy(newest(other, others)) : other;
        }
        boolean taken = rivals && !dormant(written) && other.supersededBy().isEmpty() && written.newerThan(other);
        return taken ? other.supersededBy(Optional.of(written.consent())) : other;
    }

    private static boolean dormant(KeptConsent kept) {
        return kept.standing() == KeptConsent.Standing.DORMANT;
    }

    /** The newest answer to the same question that is newer than this one. */
    private static Optional<String> newest(KeptConsent kept, List<KeptConsent> others) {
        return others.stream()
                .filter(each -> !each.consent().equals(kept.consent())
                        && each.question().equals(kept.question())
                        && each.newerThan(kept))
                .max((one, other) -> one.newerThan(other) ? 1 : -1)
                .map(KeptConsent::consent);
    }
}
