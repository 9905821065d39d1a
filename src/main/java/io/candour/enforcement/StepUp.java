package io.candour.enforcement;

import io.candour.consent.CallerKind;
import io.candour.identity.VerifiedToken;
import java.util.List;

/**
 * How strongly a person must have been authenticated for what the allow-list marks with {@code stepUp} (RFC 9470, OAuth
 * 2.0 Step Up Authentication Challenge Protocol).
 *
 * <p>Systems have no person who could authenticate again: they are not asked.
 *
 * @param acrValues any of these in the token's {@code acr} is enough, the preferred first; none asks nothing of anybody
 */
public record StepUp(List<String> acrValues) {
    public StepUp {
        acrValues = List.copyOf(acrValues);
        if (!acrValues.stream().allMatch(each -> each.matches("[\\x21\\x23-\\x5B\\x5D-\\x7E]+"))) {
            throw new IllegalArgumentException(
                    "an acr value is printable ASCII without spaces, quotes and backslashes");
        }
    }

    /** Refuses who was not authenticated strongly enough, with the challenge of RFC 9470, section 3. */
    void check(VerifiedToken token) {
        boolean enough =
                acrValues.isEmpty() || token.acr().filter(acrValues::contains).isPresent();
        if (!enough && token.caller().kind() != CallerKind.SYSTEM) {
            throw Refusal.insufficientAuthentication(acrValues);
        }
    }
}
