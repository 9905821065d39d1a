package io.candour.portal.words;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** The day and the moment it is where the deployment is. Safe for use by many threads. */
@Component("portalToday")
public class Today {
    private final Clock clock;
    private final ZoneId zone;

    public Today(Clock portalClock, @Value("${candour.server.zone:Europe/London}") ZoneId zone) {
        this.clock = portalClock;
        this.zone = zone;
    }

    public LocalDate day() {
        return LocalDate.now(clock.withZone(zone));
    }

    public Instant now() {
        return clock.instant();
    }

    /** When a day begins here. */
    public Instant begins(LocalDate day) {
        return day.atStartOfDay(zone).toInstant();
    }

    /** The day it was here at that moment. */
    public LocalDate dayOf(Instant at) {
        return LocalDate.ofInstant(at, zone);
    }
}
