package io.candour.consent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Everything one decision depends on but the policy, and the same a little changed. */
record Access(
        Caller caller, Purpose purpose, ItemFacts item, Map<String, Snapshot> store, List<Grant> grants, Instant now) {
    Decision decide(ConsentEngine engine) {
        return engine.decide(caller, purpose, item, store, grants, now);
    }

    List<Directive> directives(String patient) {
        return Optional.ofNullable(store.get(patient)).map(Snapshot::directives).orElse(List.of());
    }

    Access at(Instant other) {
        return new Access(caller, purpose, item, store, grants, other);
    }

    Access by(Caller other) {
        return new Access(other, purpose, item, store, grants, now);
    }

    Access of(ItemFacts other) {
        return new Access(caller, purpose, other, store, grants, now);
    }

    Access in(Map<String, Snapshot> other) {
        return new Access(caller, purpose, item, other, grants, now);
    }

    Access forThe(Purpose other) {
        return new Access(caller, other, item, store, grants, now);
    }

    /** With an organisation that cares for the patient, where there is one. */
    Access related(String patient, String organisation) {
        Map<String, Snapshot> changed = new HashMap<>(store);
        changed.computeIfPresent(patient, (p, old) -> {
            List<Relationship> more = new ArrayList<>(old.relationships());
            more.add(new Relationship(organisation, "any", Optional.empty(), Optional.empty()));
            return new Snapshot(p, old.version(), old.directives(), more);
        });
        return in(changed);
    }

    Access with(List<Grant> others) {
        return new Access(caller, purpose, item, store, others, now);
    }

    Access and(Grant... more) {
        return with(Stream.concat(grants.stream(), Stream.of(more)).toList());
    }

    /** With another directive in the patient's snapshot. */
    Access and(String patient, Directive directive) {
        List<Directive> more = new ArrayList<>(directives(patient));
        more.add(directive);
        return with(patient, more);
    }

    /** With these directives only in the patient's snapshot, where there is one. */
    Access with(String patient, List<Directive> directives) {
        Map<String, Snapshot> changed = new HashMap<>(store);
        changed.computeIfPresent(
                patient, (p, old) -> new Snapshot(p, old.version() + 1, directives, old.relationships()));
        return in(changed);
    }

    /** The caller in another role; everything else the same. */
    Access as(String role) {
        return by(People.with(caller, Set.of(role), caller.client(), caller.scopes()));
    }
}
