package io.candour.enforcement;

import io.candour.consent.CallerKind;
import io.candour.identity.SmartScopes.Permission;
import io.candour.identity.VerifiedToken;
import java.util.Map;
import java.util.Set;

/**
 * What the allow-list says of one operation.
 *
 * @param types resource types it is asked of, as {@code [type]/$code} or {@code [type]/[id]/$code}
 * @param scopes what a token must allow, by resource type; under {@code *} what it must allow for all types
 * @param stepUp whether a person must have been authenticated as strongly as {@link StepUp} says
 * @param csv whether its answer is also to be had as CSV
 * @param parameters what each kind of caller may give it; a kind that is not among the keys may not ask
 */
record AllowedOperation(
        Set<String> types,
        Map<String, Set<Permission>> scopes,
        boolean stepUp,
        boolean csv,
        Map<CallerKind, Set<String>> parameters) {

    AllowedOperation {
        types = Set.copyOf(types);
        scopes = Map.copyOf(scopes);
        parameters = Map.copyOf(parameters);
    }

    boolean inScopeOf(VerifiedToken token) {
        return scopes.entrySet().stream().allMatch(each -> each.getValue().stream()
                .allMatch(permission -> token.allows(each.getKey(), permission)));
    }
}
