package io.candour.server;

import io.candour.access.AccessRules;
import io.candour.access.CareReach;
import io.candour.access.ProxyAges;
import io.candour.access.RequestRules;
import java.time.Duration;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How far the rights go that events create.
 *
 * @param emergency how long an emergency opens a record
 * @param emergencyRoles roles, as tokens have them, whose bearers may open a record in an emergency
 * @param claim how long a claimed relationship counts
 * @param care for how long past care still makes a relationship
 * @param proxy from what age somebody may act for another, say who acts for them, or is no child any more
 * @param proxyRoles roles, as tokens have them, whose bearers settle who acts for those who cannot say so
 * @param choiceRoles roles, as tokens have them, whose bearers enter what people chose on paper
 * @param request how staff ask people to let them see something
 * @param raised what people say about records
 * @param lookupsPerHour how often one caller may try to find a person they have no relationship with
 * @throws BadSetting naming the property
 */
@ConfigurationProperties("candour.access")
public record AccessSettings(
        @DefaultValue("4h") Duration emergency,
        @DefaultValue("emergency-access") Set<String> emergencyRoles,
        @DefaultValue("24h") Duration claim,
        @DefaultValue Care care,
        @DefaultValue Proxy proxy,
        @DefaultValue("proxy-registration") Set<String> proxyRoles,
        @DefaultValue("choice-registration") Set<String> choiceRoles,
        @DefaultValue Request request,
        @DefaultValue Raised raised,
        @DefaultValue("10") int lookupsPerHour) {
    private static final String PREFIX = "candour.access.";

    public AccessSettings {
        emergencyRoles = Set.copyOf(emergencyRoles);
        proxyRoles = Set.copyOf(proxyRoles);
        choiceRoles = Set.copyOf(choiceRoles);
        positive("emergency", emergency);
        positive("claim", claim);
        if (lookupsPerHour < 1) {
            throw new BadSetting(PREFIX + "lookups-per-hour", "must be 1 or more");
        }
    }

    /**
     * @param encounter after an Encounter ended
     * @param episode after an EpisodeOfCare ended
     * @param team after a CareTeam's period ended
     * @param referral after a referral was to be done, or else was written
     */
    public record Care(
            @DefaultValue("730d") Duration encounter,
            @DefaultValue("730d") Duration episode,
            @DefaultValue("30d") Duration team,
            @DefaultValue("365d") Duration referral) {
        public Care {
            positive("care.encounter", encounter);
            positive("care.episode", episode);
            positive("care.team", team);
            positive("care.referral", referral);
        }

        CareReach reach() {
            return new CareReach(encounter, episode, team, referral);
        }
    }

    /**
     * @param proxyAge in years, to act for another
     * @param ownAge in years, to say oneself who may act
     * @param childAge in years, until when parents may act by their responsibility
     */
    public record Proxy(
            @DefaultValue("16") int proxyAge, @DefaultValue("13") int ownAge, @DefaultValue("13") int childAge) {
        public Proxy {
            if (proxyAge < 0 || ownAge < 0 || childAge < 0) {
                throw new BadSetting(PREFIX + "proxy", "has an age below 0");
            }
        }
    }

    /**
     * @param answerable for how long somebody can say yes
     * @param mostDays for how long staff can ask to see something
     */
    public record Request(@DefaultValue("30d") Duration answerable, @DefaultValue("90") int mostDays) {
        public Request {
            positive("request.answerable", answerable);
            if (mostDays < 1) {
                throw new BadSetting(PREFIX + "request.most-days", "must be 1 or more");
            }
        }
    }

    /** @param open how many things one person may have said about one record that nobody has settled */
    public record Raised(@DefaultValue("20") int open) {
        public Raised {
            if (open < 1) {
                throw new BadSetting(PREFIX + "raised.open", "must be 1 or more");
            }
        }
    }

    AccessRules rules() {
        return new AccessRules(
                emergency,
                emergencyRoles,
                claim,
                new ProxyAges(proxy.proxyAge(), proxy.ownAge(), proxy.childAge()),
                proxyRoles,
                choiceRoles,
                new RequestRules(request.answerable(), request.mostDays()),
                raised.open(),
                lookupsPerHour);
    }

    private static void positive(String name, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new BadSetting(PREFIX + name, "must be longer than nothing");
        }
    }
}
