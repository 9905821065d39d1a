package io.candour.audit;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Who asked, as known at the time of the request: later changes of name, role or organisation do not reach the log.
 *
 * @param id stable identifier from the verified token: a FHIR reference such as {@code Practitioner/4} where there is
 *     one, else the token's subject
 * @param organisation ODS code of the organisation the caller acted for
 * @param client OAuth client identifier
 * @param networkAddress textual IP address as the deployment trusts it
 * @param automated no person was at the other end
 */
public record Agent(
        Kind kind,
        String id,
        String name,
        List<String> roles,
        Optional<String> organisation,
        String client,
        String networkAddress,
        boolean automated) {

    public enum Kind {
        PATIENT,
        PROXY,
        PRACTITIONER,
        RESEARCHER,
        GUARDIAN,
        AUDITOR,
        SYSTEM,
        /** The token is genuine but names no kind of caller: all that can be said of who was refused. */
        UNKNOWN
    }

    public Agent {
        Objects.requireNonNull(kind, "kind");
        Require.text(id, "id");
        Objects.requireNonNull(name, "name");
        roles = List.copyOf(roles);
        Objects.requireNonNull(organisation, "organisation");
        Objects.requireNonNull(client, "client");
        Objects.requireNonNull(networkAddress, "networkAddress");
    }
}
