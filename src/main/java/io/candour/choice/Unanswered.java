package io.candour.choice;

import io.candour.choice.KeptConsent.State;
import io.candour.consent.Choice;
import io.candour.consent.Effect;
import io.candour.consent.Provision;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Which choices a person has left to their defaults, wholly or in part. */
public final class Unanswered {
    private static final Provision EVERYTHING = Provision.of(Effect.DENY);

    private Unanswered() {}

    /**
     * Choices to which no Consent that is enforced at this moment gives an answer for everybody and everything; an answer
     * about one organisation leaves the others to the default. What is hidden is always hidden from somebody, so there any
     * answer counts.
     */
    public static Set<Choice> of(List<KeptConsent> kept, Instant now) {
        Set<Choice> unanswered = EnumSet.allOf(Choice.class);
        kept.stream()
                .filter(each -> each.state(now) == State.ENFORCED)
                .flatMap(each -> each.question().stream())
                .filter(question -> question.choice() == Choice.HIDE_FROM || general(question))
                .forEach(question -> unanswered.remove(question.choice()));
        return unanswered;
    }

    private static boolean general(Question question) {
        return question.actor().isEmpty() && question.data().equals(EVERYTHING);
    }
}
