package io.candour.audit;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.UUID;
import java.util.stream.Collectors;

/** How a record becomes a row of {@code access_record}. {@link RecordReading} is its inverse. */
final class RecordRow {

    /** In the order hashed. */
    static final String COLUMNS = "at, writer, batch, position, id, request_id, agent_kind, agent_id, agent_name,"
            + " agent_roles, organisation, client, address, automated, purpose, interaction, action, query, patients,"
            + " versions, epoch, valid_until, session, basis, basis_patient, residual, items,"
            + " item_versions, item_patients, outcome, status";

    private static final int FIELDS = COLUMNS.split(",").length;

    /** Where a record stands in the chain; nowhere yet, for a record of a FHIR write. */
    record Place(int writer, long batch, int position) {}

    private RecordRow() {}

    static void append(CopyRows rows, RecordId id, Optional<Place> place, AccessRecord record) {
        rows.row(FIELDS).timestamp(micros(id.at()));
        place.ifPresentOrElse(
                at -> rows.integer(at.writer()).bigint(at.batch()).integer(at.position()),
                () -> rows.none().none().none());
        rows.uuid(id.id()).text(record.requestId());
        append(rows, record.agent());
        append(rows, record.asked());
        List<String> patients = List.copyOf(record.patients());
        rows.texts(patients);
        append(rows, record.grounds(), patients);
        append(rows, record.items(), record.patients());
        rows.text(record.outcome().name()).integer(record.status());
    }

    static long micros(Instant at) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at);
    }

    static RecordId id(long atMicros, UUID id) {
        return new RecordId(Instant.EPOCH.plus(atMicros, ChronoUnit.MICROS), id);
    }

    private static void append(CopyRows rows, Agent agent) {
        rows.text(agent.kind().name())
                .text(agent.id())
                .text(agent.name())
                .texts(agent.roles())
                .text(agent.organisation())
                .text(agent.client())
                .text(agent.networkAddress())
                .bool(agent.automated());
    }

    private static void append(CopyRows rows, Asked asked) {
        rows.text(asked.purpose())
                .text(asked.interaction())
                .text(String.valueOf(asked.action()))
                .text(asked.query().text());
    }

    private static void append(CopyRows rows, Grounds grounds, List<String> patients) {
        if (grounds.decidedOn().isPresent()) {
            DecidedOn decided = grounds.decidedOn().get();
            rows.bigints(patients.stream()
                    .map(patient -> decided.versions().getOrDefault(patient, -1L))
                    .toList());
            rows.bigint(decided.epoch());
            if (decided.validUntil().isPresent()) {
                rows.timestamp(micros(decided.validUntil().get()));
            } else {
                rows.none();
            }
            rows.text(decided.session());
        } else {
            rows.bigints(List.of()).none().none().none();
        }
        rows.texts(grounds.basis().stream().map(Basis::rule).toList());
        rows.bigints(grounds.basis().stream()
                .map(basis -> basis.patient().map(patients::indexOf).orElse(-1).longValue())
                .toList());
        rows.text(grounds.residual());
    }

    private static void append(CopyRows rows, List<Item> items, SortedSet<String> patients) {
        rows.texts(items.stream().map(Item::reference).toList());
        rows.bigints(items.stream().map(Item::version).toList());
        boolean shared = items.stream().allMatch(item -> item.patients().equals(patients));
        List<String> order = new ArrayList<>(patients);
        rows.texts(
                shared
                        ? List.of()
                        : items.stream()
                                .map(item -> item.patients().stream()
                                        .map(patient -> Integer.toString(order.indexOf(patient)))
                                        .collect(Collectors.joining(" ")))
                                .toList());
    }
}
