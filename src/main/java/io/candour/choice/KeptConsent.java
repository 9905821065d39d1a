package io.candour.choice;

import io.candour.consent.Choice;
import io.candour.consent.Directive;
import io.candour.consent.Interval;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One stored Consent and where it stands.
 *
 * @param patient logical id
 * @param consent logical id
 * @param status as in the Consent
 * @param dateTime when the person answered: the Consent's dateTime, else the time of the write; to withdraw is no answer
 * @param place among the patient's Consents in order of the commits that brought the answers
 * @param reason why it is no rule; absent for a rule
 * @param directive what it says; of a dormant one what it would say if it were active, where that can be told
 * @param question what it answers or, once it is withdrawn, answered; absent where it never was an answer in force
 * @param supersededBy the Consent whose answer took the place of this one's
 */
public record KeptConsent(
        String patient,
        String consent,
        long version,
        String status,
        Instant dateTime,
        long place,
        Optional<Choice> choice,
        Standing standing,
        Optional<String> reason,
        Optional<Directive> directive,
        Optional<Question> question,
        Optional<String> supersededBy) {

    /** What became of a Consent when it was written. */
    public enum Standing {
        /** It can be enforced. */
        RULE,
        /** It says of itself that it isn't in force, by its status or scope. */
        DORMANT,
        /** It means to be in force and can't be honoured: its directive closes the record. */
        UNENFORCEABLE
    }

    /** Where it stands at a moment, as a patient is told. */
    public enum State {
        ENFORCED,
        SCHEDULED,
        EXPIRED,
        SUPERSEDED,
        NOT_ENFORCEABLE;

        /** As {@code NOT-ENFORCEABLE}. */
        public String code() {
            return name().replace('_', '-');
        }
    }

    public KeptConsent {
        Objects.requireNonNull(patient, "patient");
        Objects.requireNonNull(consent, "consent");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(dateTime, "dateTime");
        Objects.requireNonNull(choice, "choice");
        Objects.requireNonNull(question, "question");
        Objects.requireNonNull(supersededBy, "supersededBy");
        if ((standing == Standing.RULE) != reason.isEmpty()) {
            throw new IllegalArgumentException("what is no rule has a reason, and only that");
        }
        if (standing != Standing.DORMANT && directive.isEmpty()) {
            throw new IllegalArgumentException("what is not dormant has a directive");
        }
        if (supersededBy.equals(Optional.of(consent))) {
            throw new IllegalArgumentException("nothing supersedes itself");
        }
    }

    /** Where it stands at a moment of the database's clock. What isn't a rule is that first; then superseded. */
    public State state(Instant now) {
        if (standing != Standing.RULE) {
            return State.NOT_ENFORCEABLE;
        }
        if (supersededBy.isPresent()) {
            return State.SUPERSEDED;
        }
        Interval period = period();
        if (period.contains(now)) {
            return State.ENFORCED;
        }
        return period.start().filter(now::isBefore).isPresent() ? State.SCHEDULED : State.EXPIRED;
    }

    /** Whether it counts, now or at some time: what the snapshot is made of. */
    public boolean counts() {
        return standing != Standing.DORMANT && supersededBy.isEmpty();
    }

    /** When what it says holds; always, where it says nothing. */
    public Interval period() {
        return directive.map(rule -> rule.root().period()).orElse(Interval.ALWAYS);
    }

    /** Whether its writer has said that it never was. */
    boolean inError() {
        return status.equals("entered-in-error");
    }

    /** Whether the person gave this answer later: by dateTime, then by commit. */
    boolean newerThan(KeptConsent other) {
        int order = dateTime.compareTo(other.dateTime);
        return order > 0 || order == 0 && place > other.place;
    }

    KeptConsent supersededBy(Optional<String> by) {
        return new KeptConsent(
                patient, consent, version, status, dateTime, place, choice, standing, reason, directive, question, by);
    }

    KeptConsent answering(Optional<Question> asked, Instant at, long position) {
        return new KeptConsent(
                patient,
                consent,
                version,
                status,
                at,
                position,
                choice,
                standing,
                reason,
                directive,
                asked,
                supersededBy);
    }
}
