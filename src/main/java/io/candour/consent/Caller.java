package io.candour.consent;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Who asks, as the verified token says.
 *
 * @param id stable, unique across kinds; grants name their holder by it
 * @param organisation ODS code of the organisation the caller acts for
 * @param roles as the issuer gives them; {@link Policy#barredRoles()} and the research recipient types are looked up here
 * @param scopes raw, as granted
 * @param memberships every name the caller answers to: references as Consents write them ({@code Organization/abc},
 *     {@code Practitioner/x}, {@code Group/g}, {@code CareTeam/t}) and identifiers as {@code system|value}
 * @param patient logical id of the caller's own Patient
 */
public record Caller(
        CallerKind kind,
        String id,
        String name,
        Optional<String> organisation,
        Set<String> roles,
        String client,
        Set<String> scopes,
        Set<String> memberships,
        Optional<String> patient) {
    public Caller {
        Objects.requireNonNull(kind, "kind");
        Require.text(id, "id");
        Require.text(client, "client");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(organisation, "organisation");
        Objects.requireNonNull(patient, "patient");
        roles = Words.of(roles);
        scopes = Set.copyOf(scopes);
        memberships = Set.copyOf(memberships);
    }

    /** Whether this is a person asking in their own name about their own record. */
    boolean is(String patientId) {
        return (kind == CallerKind.PATIENT || kind == CallerKind.PROXY)
                && patient.isPresent()
                && patient.get().equals(patientId);
    }
}
