package io.candour.release;

import io.candour.consent.Category;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One secondary use of records: for whom, what for, of what, and when. As it was registered; it is not changed.
 *
 * @param purpose v3-ActReason code
 * @param fee what the recipient pays, in words
 * @param commercial whether somebody profits: then the choice about companies counts
 * @param classes what it may look at
 * @param starts the earliest it may begin
 * @param ends the first moment after it
 * @param notice for how long people know of it before it begins
 * @param decisions what guardians decided, in order of time
 */
record Programme(
        String id,
        Recipient recipient,
        String title,
        String description,
        String purpose,
        String legalBasis,
        String fee,
        boolean commercial,
        Set<Category> classes,
        Instant starts,
        Instant ends,
        Duration notice,
        Registered registered,
        List<Decided> decisions) {

    /** @param ods the organisation's ODS code, which tokens of its people carry */
    record Recipient(String ods, String name, RecipientType type) {}

    /** @param by {@link io.candour.consent.Caller#id()} of the guardian */
    record Registered(Instant at, String by, String name) {}

    /** What a guardian may say of a programme. */
    enum Outcome {
        APPROVED,
        REFUSED,
        STOPPED
    }

    /** @param opens when an approved programme may begin */
    record Decided(Outcome outcome, Instant at, String by, String name, String note, Optional<Instant> opens) {}

    /** Where a programme stands (R4 ResearchStudyStatus). */
    enum Status {
        IN_REVIEW,
        /** Let in, and not begun. */
        APPROVED,
        ACTIVE,
        COMPLETED,
        REFUSED,
        STOPPED
    }

    Programme {
        classes = Collections.unmodifiableSet(EnumSet.copyOf(classes));
        decisions = List.copyOf(decisions);
    }

    /** Where it stands; a programme begins and ends with the clock, no job has to notice it. */
    Status status(Instant now) {
        if (decision(Outcome.REFUSED).isPresent()) {
            return Status.REFUSED;
        }
        if (decision(Outcome.STOPPED).isPresent()) {
            return Status.STOPPED;
        }
        Optional<Instant> opens = opens();
        if (opens.isEmpty()) {
            return Status.IN_REVIEW;
        }
        return now.isBefore(opens.get()) ? Status.APPROVED : now.isBefore(ends) ? Status.ACTIVE : Status.COMPLETED;
    }

    /** Whether nothing is done for it any more, nor ever will be. */
    boolean isOver(Instant now) {
        return switch (status(now)) {
            case COMPLETED, REFUSED, STOPPED -> true;
            case IN_REVIEW, APPROVED, ACTIVE -> false;
        };
    }

    /** When it may begin; empty where nobody let it in. */
    Optional<Instant> opens() {
        return decision(Outcome.APPROVED).flatMap(Decided::opens);
    }

    /** When it could begin if it were let in then: not before its notice has run. */
    Instant opensIfApproved(Instant at) {
        Instant noticed = at.plus(notice);
        return noticed.isBefore(starts) ? starts : noticed;
    }

    Optional<Decided> decision(Outcome outcome) {
        return decisions.stream().filter(each -> each.outcome() == outcome).findFirst();
    }
}
