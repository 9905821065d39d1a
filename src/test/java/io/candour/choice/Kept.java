package io.candour.choice;

import io.candour.choice.KeptConsent.Standing;
import io.candour.consent.Choice;
import io.candour.consent.Directive;
import io.candour.consent.Effect;
import io.candour.consent.Interval;
import io.candour.consent.Provision;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Consents about hiding the record from an organisation, as the tests of this room write them. */
final class Kept {
    static final String PATIENT = "p";
    static final Instant START = Instant.parse("2026-11-01T09:00:00Z");

    private Kept() {}

    static Instant day(int number) {
        return START.plusSeconds(86_400L * number);
    }

    static Directive rule(String consent, Provision root) {
        return new Directive(consent, "1", Optional.of(Choice.HIDE_FROM), root, List.of(), true, Optional.empty());
    }

    static Provision hide(String organisation, Interval period) {
        return Provision.builder(Effect.DENY)
                .actors(Set.of(organisation))
                .period(period)
                .build();
    }

    /** A Consent that hides the record from an organisation, of this status and day. */
    static KeptConsent consent(String id, String status, int day, String organisation) {
        return consent(id, status, day, rule(id, hide(organisation, Interval.ALWAYS)));
    }

    static KeptConsent consent(String id, String status, int day, Directive directive) {
        boolean active = status.equals("active");
        return new KeptConsent(
                PATIENT,
                id,
                1,
                status,
                day(day),
                0,
                directive.choice(),
                active ? Standing.RULE : Standing.DORMANT,
                active ? Optional.empty() : Optional.of("status is " + status),
                Optional.of(directive),
                active ? Question.of(directive, UnaryOperator.identity()) : Optional.empty(),
                Optional.empty());
    }
}
