package io.candour.identity;

import io.candour.choice.Holder;
import io.candour.consent.Caller;
import io.candour.consent.CallerKind;
import io.candour.consent.Purpose;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What a verified token says of a request: who asks, why, and how far the token reaches.
 *
 * @param caller who asks
 * @param purpose why, as granted to the client
 * @param scopes what the token's scopes allow
 * @param context on whose behalf the caller acts
 * @param expiresAt when the token ends
 * @param epoch of memberships, as read before they were
 * @param session the log-in that it came of
 * @param acr how the person was authenticated, in the issuer's words (OpenID Connect Core 1.0, section 2, {@code acr})
 * @param nhsNumber the caller's own, whatever they act as
 * @param actsFor logical ids of the patients whom the token names beside the caller; empty but for a proxy
 */
public record VerifiedToken(
        Caller caller,
        Purpose purpose,
        SmartScopes scopes,
        SmartScopes.Context context,
        Instant expiresAt,
        long epoch,
        Session session,
        Optional<String> acr,
        Optional<String> nhsNumber,
        Set<String> actsFor) {
    public VerifiedToken {
        actsFor = Set.copyOf(actsFor);
    }

    /** Under which names this caller holds grants: staff by the token's subject, people by their NHS number. */
    public Holder holder() {
        boolean person = caller.kind() == CallerKind.PATIENT || caller.kind() == CallerKind.PROXY;
        Set<String> names = person
                ? nhsNumber
                        .map(number -> Set.of(Directory.NHS_NUMBER + "|" + number))
                        .orElse(Set.of())
                : Set.of(caller.id());
        return new Holder(caller.id(), names, actsFor);
    }

    /** Whether the scopes of this token's own context allow this much for resources of this type. */
    public boolean allows(String type, SmartScopes.Permission permission) {
        return scopes.allows(context, type, permission);
    }
}
