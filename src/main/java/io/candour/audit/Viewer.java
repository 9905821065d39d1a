package io.candour.audit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who reads the log, and what of a row they are shown. */
public sealed interface Viewer {

    /** The record as this viewer may see it, or empty where they may not know of it. */
    Optional<AccessRecord> view(AccessRecord record);

    /** The same viewer, who has looked at all items of these rows at once: for them, and for no others. */
    default Viewer over(Collection<AccessRecord> rows) {
        return this;
    }

    /** The one patient whose rows this viewer may see, or empty for everyone's. */
    Optional<String> only();

    /** Guardian and auditor. */
    record All() implements Viewer {

        @Override
        public Optional<String> only() {
            return Optional.empty();
        }

        @Override
        public Optional<AccessRecord> view(AccessRecord record) {
            return Optional.of(record);
        }
    }

    /**
     * Every row that names the patient, cut to what concerns them: no other patient, no item that is only others' or that
     * {@code sight} withholds, no basis of others. Where something was withheld the query goes too, since it may name it.
     * Residual, session, and the network addresses of others are for guardian and auditor alone.
     *
     * @param sight of some items, those the patient may see now
     */
    record OfPatient(String patient, UnaryOperator<Set<Item>> sight) implements Viewer {

        @Override
        public Optional<String> only() {
            return Optional.of(patient);
        }

        @Override
        public Optional<AccessRecord> view(AccessRecord record) {
            return record.patients().contains(patient) ? Optional.of(cut(record)) : Optional.empty();
        }

        @Override
        public Viewer over(Collection<AccessRecord> rows) {
            return new OfPatient(patient, once(sight, items(rows.stream()).filter(this::concerns)));
        }

        private AccessRecord cut(AccessRecord record) {
            List<Item> own = record.items().stream().filter(this::concerns).toList();
            Set<Item> seen = sight.apply(Set.copyOf(own));
            List<Item> shown =
                    own.stream().filter(seen::contains).map(this::withoutOthers).toList();
            boolean withheld = shown.size() < own.size();
            return new AccessRecord(
                    record.requestId(),
                    withoutAddress(record.agent()),
                    new Asked(
                            record.asked().interaction(),
                            withheld ? QueryShape.NONE : record.asked().query(),
                            record.asked().purpose()),
                    new TreeSet<>(Set.of(patient)),
                    shown,
                    cut(record.grounds()),
                    record.outcome(),
                    record.status());
        }

        private boolean concerns(Item item) {
            return item.patients().isEmpty() || item.patients().contains(patient);
        }

        private Item withoutOthers(Item item) {
            TreeSet<String> owners = new TreeSet<>(item.patients());
            owners.retainAll(Set.of(patient));
            return new Item(item.type(), item.id(), item.version(), owners);
        }

        private Agent withoutAddress(Agent agent) {
            boolean self = agent.kind() == Agent.Kind.PATIENT && agent.id().equals("Patient/" + patient);
            return new Agent(
                    agent.kind(),
                    agent.id(),
                    agent.name(),
                    agent.roles(),
                    agent.organisation(),
                    agent.client(),
                    self ? agent.networkAddress() : "",
                    agent.automated());
        }

        private Grounds cut(Grounds grounds) {
            List<Basis> basis = new ArrayList<>(grounds.basis());
            basis.removeIf(
                    next -> next.patient().isPresent() && !next.patient().get().equals(patient));
            return new Grounds(
                    grounds.decidedOn().map(decided -> {
                        TreeMap<String, Long> versions = new TreeMap<>(decided.versions());
                        versions.keySet().retainAll(Set.of(patient));
                        return new DecidedOn(versions, decided.epoch(), decided.validUntil(), Optional.empty());
                    }),
                    basis,
                    "");
        }
    }

    /** Someone who acts for a patient: only rows in which all is within their reach, cut as the patient's own. */
    record OfProxy(String patient, UnaryOperator<Set<Item>> sight) implements Viewer {

        @Override
        public Optional<String> only() {
            return Optional.of(patient);
        }

        @Override
        public Optional<AccessRecord> view(AccessRecord record) {
            if (!isOfPatientAlone(record)
                    || !sight.apply(Set.copyOf(record.items())).equals(new HashSet<>(record.items()))) {
                return Optional.empty();
            }
            return new OfPatient(patient, UnaryOperator.identity()).view(record);
        }

        @Override
        public Viewer over(Collection<AccessRecord> rows) {
            return new OfProxy(patient, once(sight, items(rows.stream().filter(this::isOfPatientAlone))));
        }

        private boolean isOfPatientAlone(AccessRecord record) {
            return record.patients().equals(Set.of(patient));
        }
    }

    private static Stream<Item> items(Stream<AccessRecord> rows) {
        return rows.flatMap(row -> row.items().stream());
    }

    private static UnaryOperator<Set<Item>> once(UnaryOperator<Set<Item>> sight, Stream<Item> items) {
        Set<Item> seen = sight.apply(items.collect(Collectors.toSet()));
        return some -> some.stream().filter(seen::contains).collect(Collectors.toSet());
    }
}
