package io.candour.release;

import io.candour.audit.Hash;
import io.candour.choice.StoredJson;
import io.candour.consent.Caller;
import io.candour.consent.Choice;
import io.candour.consent.Effect;
import io.candour.consent.Policy;
import io.candour.consent.Purpose;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All that a decision about a release rests on beside people's own choices and records: whom it takes the recipient for, and
 * what the deployment settles. Where it is the same, the same choices say the same.
 */
record Ground(
        String purpose,
        Optional<String> organisation,
        SortedSet<String> roles,
        SortedSet<String> memberships,
        SortedMap<Choice, Effect> defaults,
        SortedSet<String> barred) {

    /** A hash that is the same on every replica, in hexadecimal digits. */
    static String of(Caller as, Purpose purpose, Policy policy) {
        SortedMap<Choice, Effect> defaults = new TreeMap<>(policy.defaults());
        Ground ground = new Ground(
                purpose.code(),
                as.organisation(),
                new TreeSet<>(as.roles()),
                new TreeSet<>(as.memberships()),
                defaults,
                new TreeSet<>(policy.barredRoles()));
        return Hash.of(StoredJson.write(ground).getBytes(StandardCharsets.UTF_8))
                .hex();
    }
}
