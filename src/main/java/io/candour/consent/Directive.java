package io.candour.consent;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One Consent, compiled.
 *
 * @param consent logical id of the Consent
 * @param version its version id
 * @param choice the choice it answers; absent for a Consent that is none of ours
 * @param root base rule; its period is the Consent's
 * @param nested exceptions to it, one level
 * @param emergencyOverridable whether an emergency grant lifts what it denies
 * @param unenforceable why the Consent can't be honoured. The directive then denies everyone but the patient
 */
public record Directive(
        String consent,
        String version,
        Optional<Choice> choice,
        Provision root,
        List<Provision> nested,
        boolean emergencyOverridable,
        Optional<String> unenforceable) {
    public Directive {
        Require.text(consent, "consent");
        Require.text(version, "version");
        Objects.requireNonNull(choice, "choice");
        Objects.requireNonNull(root, "root");
        nested = List.copyOf(nested);
        if (unenforceable.isPresent()
                && (root.effect() != Effect.DENY
                        || !nested.isEmpty()
                        || !emergencyOverridable
                        || !root.equals(Provision.of(Effect.DENY)))) {
            throw new IllegalArgumentException("an unenforceable Consent denies everything, overridably");
        }
    }

    /** Stands in for a Consent that can't be honoured: closed to all but the patient, and to emergencies. */
    public static Directive unenforceable(String consent, String version, String reason) {
        return new Directive(
                consent,
                version,
                Optional.empty(),
                Provision.of(Effect.DENY),
                List.of(),
                true,
                Optional.of(Require.text(reason, "reason")));
    }

    /** By what tells Consents apart: to hash every set in it takes longer than a decision. */
    @Override
    public int hashCode() {
        return Objects.hash(consent, version);
    }

    Basis basis() {
        return new Basis.ByConsent(consent, version);
    }
}
