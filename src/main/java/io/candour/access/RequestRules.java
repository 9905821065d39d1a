package io.candour.access;

import java.time.Duration;

/**
 * How access by request goes.
 *
 * @param answerable for how long a patient can answer, before it lapses
 * @param mostDays for how long anybody can ask to see something
 */
public record RequestRules(Duration answerable, int mostDays) {
    public RequestRules {
        if (answerable.isZero() || answerable.isNegative() || mostDays < 1) {
            throw new IllegalArgumentException("a request can be answered, and is for a day or more");
        }
    }
}
