package io.candour.portal;

import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One visitor's tokens. They live in the visitor's session and never reach the browser. Safe for use by many threads: a
 * token that has run out is fetched once, whoever asks.
 */
final class Tokens {
    /** Where a session keeps them. */
    static final String IN_SESSION = "candour.tokens";

    private static final long SECONDS_TO_SPARE = 20;

    private record Held(String accessToken, Instant until) {}

    private final Issuer issuer;
    private final Clock clock;
    private final Set<String> granted;
    private final Map<Acting, Held> held = new EnumMap<>(Acting.class);
    private String refreshToken;

    /** @param granted the scopes that the issuer gave at sign-in */
    Tokens(Issuer issuer, Clock clock, String refreshToken, Set<String> granted) {
        this.issuer = issuer;
        this.clock = clock;
        this.refreshToken = refreshToken;
        this.granted = Set.copyOf(granted);
    }

    /**
     * A token good for one more request.
     *
     * @throws FhirRefused where this account is no such thing: to a carer's page as one that isn't there
     * @throws SignInAgain where the sign-in is over
     * @throws IssuerAway where a new one can't be had now
     */
    synchronized String of(Acting acting) {
        if (!granted.containsAll(acting.scopes())) {
            throw new FhirRefused(acting == Acting.CARER ? 404 : 403, List.of(), false);
        }
        Held known = held.get(acting);
        if (known != null && clock.instant().isBefore(known.until())) {
            return known.accessToken();
        }
        Issuer.Refreshed fresh = issuer.refresh(refreshToken, acting.scopes());
        refreshToken = fresh.refreshToken().orElse(refreshToken);
        held.put(
                acting, new Held(fresh.accessToken(), clock.instant().plusSeconds(fresh.seconds() - SECONDS_TO_SPARE)));
        return fresh.accessToken();
    }

    synchronized String refreshToken() {
        return refreshToken;
    }
}
