package io.candour.enforcement;

import io.candour.consent.Basis.ByGrant;
import io.candour.consent.Decision;
import io.candour.consent.Grant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The grants of one caller, as they are read with one patient after the other, and whether an emergency was made use of. */
final class HeldGrants {
    private List<Grant> all = List.of();
    private Optional<String> emergency = Optional.empty();

    void add(List<Grant> read) {
        if (!read.isEmpty()) {
            all = Stream.concat(all.stream(), read.stream()).toList();
        }
    }

    /** The same list until more are read: what was worked out for one decision then serves the next. */
    List<Grant> all() {
        return all;
    }

    /** Notes what a decision made use of. */
    void used(Decision decision) {
        if (emergency.isPresent() || all.isEmpty()) {
            return;
        }
        emergency = all.stream()
                .filter(grant -> decision.restsOn().contains(new ByGrant(grant.id(), true)))
                .filter(Grant.Emergency.class::isInstance)
                .map(grant -> ((Grant.Emergency) grant).purpose().code())
                .findFirst();
    }

    /** v3-ActReason of the emergency that opened something. */
    Optional<String> emergency() {
        return emergency;
    }
}
