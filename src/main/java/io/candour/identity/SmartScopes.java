package io.candour.identity;

import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The resource scopes of a token, after SMART App Launch 2.2 ("Scopes for requesting FHIR Resources").
 *
 * <p>Both spellings are read: version 2's {@code patient/Observation.rs} and version 1's {@code .read}, {@code .write}
 * and {@code .*}. A scope that is restricted by a query ({@code ?category=...}) grants nothing: honouring less than
 * was granted is safe, honouring it without its restriction would not be. What is no resource scope is passed over.
 * Immutable.
 */
public final class SmartScopes {
    /** On whose behalf a scope was granted. */
    public enum Context {
        PATIENT,
        USER,
        SYSTEM
    }

    /** What a scope allows, in the order in which SMART writes the letters. */
    public enum Permission {
        CREATE,
        READ,
        UPDATE,
        DELETE,
        SEARCH
    }

    private static final String LETTERS = "cruds";
    private static final Pattern RESOURCE_SCOPE =
            Pattern.compile("(patient|user|system)/([A-Z][A-Za-z]+|\\*)\\.(read|write|\\*|c?r?u?d?s?)");

    private record Scope(Context context, String type, Set<Permission> permissions) {}

    private final Set<Scope> scopes;

    private SmartScopes(Set<Scope> scopes) {
        this.scopes = Set.copyOf(scopes);
    }

    public static SmartScopes parse(Collection<String> granted) {
        return new SmartScopes(granted.stream()
                .flatMap(scope -> parse(scope).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new)));
    }

    private static Optional<Scope> parse(String scope) {
        Matcher matcher = RESOURCE_SCOPE.matcher(scope);
        if (!matcher.matches() || matcher.group(3).isEmpty()) {
            return Optional.empty();
        }
        Context context =
                switch (matcher.group(1)) {
                    case "patient" -> Context.PATIENT;
                    case "user" -> Context.USER;
                    default -> Context.SYSTEM;
                };
        return Optional.of(new Scope(context, matcher.group(2), permissions(matcher.group(3))));
    }

    private static Set<Permission> permissions(String written) {
        return switch (written) {
            case "read" -> EnumSet.of(Permission.READ, Permission.SEARCH);
            case "write" -> EnumSet.of(Permission.CREATE, Permission.UPDATE, Permission.DELETE);
            case "*" -> EnumSet.allOf(Permission.class);
            default ->
                written.chars()
                        .mapToObj(letter -> Permission.values()[LETTERS.indexOf(letter)])
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Permission.class)));
        };
    }

    /** Whether any resource scope was granted in this context. */
    public boolean has(Context context) {
        return scopes.stream().anyMatch(scope -> scope.context() == context);
    }

    /** Whether this much was granted for resources of this type. */
    public boolean allows(Context context, String type, Permission permission) {
        return scopes.stream()
                .anyMatch(scope -> scope.context() == context
                        && (scope.type().equals("*") || scope.type().equals(type))
                        && scope.permissions().contains(permission));
    }
}
