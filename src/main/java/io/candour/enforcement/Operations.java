package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import io.candour.consent.CallerKind;
import io.candour.identity.VerifiedToken;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.OperationDefinition;
import org.hl7.fhir.r4.model.OperationDefinition.OperationDefinitionParameterComponent;

/**
 * The operations this server has, each implemented, described and named in the allow-list; answered here as reads are,
 * past HAPI. Immutable; safe for use by many threads.
 */
final class Operations {
    /** In characters: many times a Consent with all the exceptions that are enforced, and soon read. */
    private static final int MAX_BODY = 1 << 20;

    private final Map<String, Operation> byCode;
    private final AllowList allowList;
    private final OperationDefinitions definitions;
    private final FhirContext fhir;

    /** @throws IllegalArgumentException where code, description and allow-list do not name the same */
    Operations(
            Collection<Operation> operations, AllowList allowList, OperationDefinitions definitions, FhirContext fhir) {
        this.byCode = operations.stream().collect(Collectors.toUnmodifiableMap(Operation::code, Function.identity()));
        this.allowList = allowList;
        this.definitions = definitions;
        this.fhir = fhir;
        if (!byCode.keySet().equals(allowList.operations())) {
            throw new IllegalArgumentException(
                    "the allow-list names " + allowList.operations() + ", there are " + byCode.keySet());
        }
        byCode.keySet().forEach(this::checkDescribed);
        byCode.forEach((code, operation) -> {
            if (definitions.of(code).getAffectsState() != operation instanceof Change) {
                throw new IllegalArgumentException("$" + code + " does not do to the state what it says");
            }
        });
    }

    private void checkDescribed(String code) {
        Set<String> described = definitions.of(code).getParameter().stream()
                .map(OperationDefinitionParameterComponent::getName)
                .collect(Collectors.toSet());
        Set<String> named = new HashSet<>();
        allowed(code).parameters().values().forEach(named::addAll);
        if (!described.containsAll(named)) {
            throw new IllegalArgumentException("$" + code + " is described without some of " + named);
        }
    }

    private AllowedOperation allowed(String code) {
        return allowList.operation(code).orElseThrow();
    }

    /** Descriptions of all of them. */
    OperationDefinitions definitions() {
        return definitions;
    }

    /**
     * What an operation that passed the gate was given.
     *
     * @param post whether it came by POST, with its parameters in the body
     */
    Arguments arguments(FhirRequest request, CallerKind caller, boolean post, String body) {
        String code = code(request);
        OperationDefinition definition = definitions.of(code);
        Set<String> open = Objects.requireNonNull(allowed(code).parameters().get(caller));
        if (!post) {
            if (definition.getAffectsState()) {
                throw Refusal.status(405, "The operation '$" + code + "' changes something and needs a POST");
            }
            return Arguments.ofQuery(definition, open, request.parameters());
        }
        request.parameters().keySet().stream()
                .filter(name -> !name.equals("_format"))
                .findFirst()
                .ifPresent(name -> {
                    throw Refusal.invalid(
                            Gate.printable(name), "In a POST parameters are given in a Parameters resource");
                });
        if (body.length() > MAX_BODY) {
            throw Refusal.status(413, "The body has more than " + MAX_BODY + " characters");
        }
        return Arguments.ofBody(definition, open, body, fhir);
    }

    /** Answers an operation that passed the gate; on Patient about the one in its path, else about the caller's own record. */
    Answer answer(FhirRequest request, Arguments arguments, boolean csv, VerifiedToken token) {
        Operation operation = Objects.requireNonNull(byCode.get(code(request)));
        return invocation(request, arguments, csv, token)
                .map(operation::answer)
                .orElseGet(() -> Answer.notThere(Answer.Evidence.NONE));
    }

    /** One use of an operation that passed the gate; empty where a person without a record asks about their own. */
    Optional<Invocation> invocation(FhirRequest request, Arguments arguments, boolean csv, VerifiedToken token) {
        if (!request.type().equals(Optional.of("Patient"))) {
            if (request.id().isPresent()) {
                throw Refusal.invalid("id", "The operation '$" + code(request) + "' is asked of the type");
            }
            return Optional.of(new Invocation(Optional.empty(), arguments, csv, token));
        }
        CallerKind kind = token.caller().kind();
        boolean person = kind == CallerKind.PATIENT || kind == CallerKind.PROXY;
        if (request.id().isEmpty() && !definitions.of(code(request)).getInstance()) {
            return Optional.of(new Invocation(Optional.empty(), arguments, csv, token));
        }
        if (request.id().isPresent() && !definitions.of(code(request)).getInstance()) {
            throw Refusal.invalid("id", "The operation '$" + code(request) + "' is asked of the type");
        }
        if (request.id().isEmpty() && !person) {
            throw Refusal.invalid("Patient", "Name the patient: Patient/[id]/$" + code(request));
        }
        Optional<String> patient = request.id().or(() -> token.caller().patient());
        return patient.map(id -> new Invocation(Optional.of(id), arguments, csv, token));
    }

    /** Of one that passed the gate, {@link Operation#restsOnSnapshots}. */
    boolean restsOnSnapshots(FhirRequest request) {
        return request.operation().isPresent()
                && Optional.ofNullable(byCode.get(code(request)))
                        .filter(Operation::restsOnSnapshots)
                        .isPresent();
    }

    /** The operation that changes something, if this asks for one. */
    Optional<Change> change(FhirRequest request) {
        return Optional.ofNullable(byCode.get(code(request)))
                .filter(Change.class::isInstance)
                .map(Change.class::cast);
    }

    private static String code(FhirRequest request) {
        return request.operation().orElseThrow().substring(1);
    }
}
