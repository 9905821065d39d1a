package io.candour.server;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many requests a minute each replica answers, before it says 429.
 *
 * @param caller of one account
 * @param client through one client, whoever uses it
 * @param unverified tokens from one network address that can't be verified
 * @throws BadSetting naming the property
 */
@ConfigurationProperties("candour.limits")
public record LimitSettings(
        @DefaultValue("12000") int caller, @DefaultValue("600000") int client, @DefaultValue("600") int unverified) {

    public LimitSettings {
        positive("caller", caller);
        positive("client", client);
        positive("unverified", unverified);
    }

    private static void positive(String property, int value) {
        if (value < 1) {
            throw new BadSetting("candour.limits." + property, "is 1 or more requests a minute");
        }
    }
}
