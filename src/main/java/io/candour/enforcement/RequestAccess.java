package io.candour.enforcement;

import io.candour.access.AccessRequest;
import io.candour.access.AccessRequests;
import io.candour.access.RequestRules;
import io.candour.choice.SnapshotStore;
import io.candour.choice.WriterLocks;
import io.candour.consent.Caller;
import io.candour.consent.Category;
import io.candour.consent.Reach;
import io.candour.consent.Reach.Act;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * {@code Patient/$request-access}: a member of staff asks a person, whom they name by NHS number and birth date, to let
 * them see something for some days. That person, if there is one, finds the question and a notice; the answer is the same
 * whether or not there is, and whatever they say. Safe for use by many threads.
 */
final class RequestAccess implements Change {
    private static final String REASON = "reasonText";
    private static final String DAYS = "days";

    private final KnownPerson people;
    private final SnapshotStore snapshots;
    private final WriterLocks writers;
    private final AccessRequests requests;
    private final RequestRules rules;
    private final Notices notices;

    RequestAccess(
            KnownPerson people,
            SnapshotStore snapshots,
            WriterLocks writers,
            AccessRequests requests,
            RequestRules rules,
            Notices notices) {
        this.people = people;
        this.snapshots = snapshots;
        this.writers = writers;
        this.requests = requests;
        this.rules = rules;
        this.notices = notices;
    }

    @Override
    public String code() {
        return "request-access";
    }

    @Override
    public Duration beat() {
        return RequestProxy.BEAT;
    }

    @Override
    public void admit(Invocation invocation, Exchange exchange) {
        OpenRecord.reasonCode(invocation, OpenRecord.CARE);
        KnownPerson.reason(invocation, REASON);
        reach(invocation);
        days(invocation);
        KnownPerson.checkNotSelf(invocation);
        people.admit(invocation, exchange);
    }

    private static Reach reach(Invocation invocation) {
        Reach reach = ProxyTerms.reach(invocation, Set.of(Act.SEE));
        if (reach.categories().contains(Category.CHOICES)) {
            throw Refusal.invalid("category", "A person's choices are not for others to see");
        }
        return reach;
    }

    private int days(Invocation invocation) {
        int days = invocation.text(DAYS).map(Integer::parseInt).orElse(0);
        if (days < 1 || days > rules.mostDays()) {
            throw Refusal.invalid(DAYS, "From 1 to " + rules.mostDays() + " days");
        }
        return days;
    }

    @Override
    public Answer carryOut(Invocation invocation, ResourceWriter resources) {
        Optional<String> found = people.find(invocation);
        if (found.isEmpty()) {
            return Answer.about(List.of(), RequestProxy.ASKED);
        }
        String patient = found.get();
        writers.lock(List.of(patient));
        Instant now = snapshots.load(List.of()).now();
        Caller caller = invocation.token().caller();
        AccessRequest request = new AccessRequest(
                UUID.randomUUID().toString(),
                patient,
                caller.id(),
                KnownPerson.name(caller),
                invocation.token().nhsNumber(),
                caller.organisation(),
                OpenRecord.reasonCode(invocation, OpenRecord.CARE),
                KnownPerson.reason(invocation, REASON),
                reach(invocation),
                days(invocation),
                now,
                Optional.empty(),
                Optional.empty());
        // Whoever asks again before they are answered, or soon after a no, has asked once.
        if (requests.ask(request, now.minus(rules.answerable()))) {
            notices.give(notices.accessAsked(patient, caller, now), resources);
        }
        return Answer.about(List.of(patient), RequestProxy.ASKED);
    }
}
