package io.candour.audit;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Records that tests share. */
final class Records {

    static final Agent DOCTOR = new Agent(
            Agent.Kind.PRACTITIONER,
            "Practitioner/7",
            "Dr Example",
            List.of("R8000"),
            Optional.of("A81001"),
            "point-of-care",
            "192.0.2.7",
            false);

    static final Agent PATIENT = new Agent(
            Agent.Kind.PATIENT,
            "Patient/ann",
            "Ann Example",
            List.of(),
            Optional.empty(),
            "nhs-app",
            "2001:db8::1",
            false);

    private Records() {}

    static SortedSet<String> patients(String... patients) {
        return Collections.unmodifiableSortedSet(new TreeSet<>(List.of(patients)));
    }

    static Item item(String id, String... patients) {
        return new Item("Observation", id, 3, patients(patients));
    }

    /** A search about one patient that returned two items and rests on no version. */
    static AccessRecord search(String requestId, String patient) {
        return record(
                requestId, patients(patient), List.of(item("o1", patient), item("o2", patient)), Optional.empty());
    }

    static AccessRecord decided(String requestId, String patient, long version) {
        DecidedOn decided = new DecidedOn(
                new TreeMap<>(Map.of(patient, version)),
                5,
                Optional.of(Instant.parse("2030-01-02T03:04:05.123456Z")),
                Optional.of("session-1"));
        return record(requestId, patients(patient), List.of(item("o1", patient)), Optional.of(decided));
    }

    static AccessRecord record(
            String requestId, SortedSet<String> patients, List<Item> items, Optional<DecidedOn> decided) {
        List<Basis> basis = List.of(Basis.policy("care-inside"), Basis.of(patients.first(), "Consent/c1/_history/2"));
        return new AccessRecord(
                requestId,
                DOCTOR,
                new Asked(
                        "search-type",
                        QueryShape.of(Map.of("category", new String[] {"laboratory"}, "patient", new String[] {"x"})),
                        Optional.of("TREAT")),
                patients,
                items,
                new Grounds(decided, basis, "confidentiality <= N"),
                Outcome.PERMITTED,
                200);
    }

    static AccessRecord refused(String requestId, String... patients) {
        return new AccessRecord(
                requestId,
                DOCTOR,
                new Asked("read", QueryShape.NONE, Optional.of("TREAT")),
                patients(patients),
                List.of(),
                new Grounds(Optional.empty(), List.of(Basis.policy("no-relationship")), ""),
                Outcome.REFUSED,
                404);
    }

    static AccessRecord write(String requestId, String patient) {
        return new AccessRecord(
                requestId,
                PATIENT,
                new Asked("create", QueryShape.NONE, Optional.of("PATRQT")),
                patients(patient),
                List.of(new Item("Consent", "c9", 1, patients(patient))),
                Grounds.NONE,
                Outcome.PERMITTED,
                201);
    }
}
