package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import io.candour.consent.Caller;
import io.candour.consent.Purpose;
import io.candour.identity.Session;
import io.candour.identity.SmartScopes;
import io.candour.identity.VerifiedToken;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.OperationDefinition;
import org.hl7.fhir.r4.model.OperationDefinition.OperationDefinitionParameterComponent;

/** Operations as somebody invokes them, and what changes as it is carried out. */
public final class Invoked {
    private Invoked() {}

    /** What comes of one that writes no resource. */
    public static Answer carriedOut(Change change, Caller caller, String parameters) {
        return change.carryOut(
                by(caller, change.code(), parameters),
                new ResourceWriter(new DaoRegistry(), new ServletRequestDetails()));
    }

    /** An operation of a type, with this Parameters resource, by a member of staff. */
    public static Invocation by(Caller caller, String code, String parameters) {
        FhirContext fhir = FhirContext.forR4Cached();
        OperationDefinition definition = new OperationDefinitions(Set.of(code), fhir).of(code);
        Set<String> open = new TreeSet<>(definition.getParameter().stream()
                .map(OperationDefinitionParameterComponent::getName)
                .toList());
        Instant now = Instant.now();
        VerifiedToken token = new VerifiedToken(
                caller,
                Purpose.HOPERAT,
                SmartScopes.parse(List.of("user/*.cruds")),
                SmartScopes.Context.USER,
                now.plusSeconds(300),
                1,
                new Session(Optional.of("s"), caller.id(), now),
                Optional.empty(),
                Optional.empty(),
                Set.of());
        return new Invocation(Optional.empty(), Arguments.ofBody(definition, open, parameters, fhir), false, token);
    }
}
