package io.candour.consent.fhir;

import io.candour.consent.Choice;
import io.candour.consent.Provision;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A person's answer to a choice.
 *
 * @param patient logical id of whose choice it is
 * @param rule what they decided, about whom, what and how long; without purposes, which are the choice's own
 * @param overridable whether an emergency lifts what it denies; the deployment's default where absent
 * @param given when they answered, to the millisecond
 * @param by who answered: {@code Patient/id}, {@code RelatedPerson/id} or {@code Practitioner/id}
 * @param custodian the organisation that asked and enforces
 * @param shown the words they agreed to
 * @param terms URI of the policy that was put before them, at its version
 */
public record ChoiceAnswer(
        String patient,
        Choice choice,
        Provision rule,
        Optional<Boolean> overridable,
        Instant given,
        String by,
        Optional<String> custodian,
        String shown,
        String terms) {
    public ChoiceAnswer {
        Objects.requireNonNull(patient, "patient");
        Objects.requireNonNull(overridable, "overridable");
        Objects.requireNonNull(given, "given");
        Objects.requireNonNull(by, "by");
        Objects.requireNonNull(custodian, "custodian");
        Objects.requireNonNull(shown, "shown");
        Objects.requireNonNull(terms, "terms");
        if (choice == Choice.EMERGENCY_OVERRIDE) {
            throw new IllegalArgumentException("emergency-override is kept on each denial");
        }
        if (!rule.purposes().isEmpty()) {
            throw new IllegalArgumentException("the purposes of " + choice.code() + " are its own");
        }
    }
}
