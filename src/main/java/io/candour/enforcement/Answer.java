package io.candour.enforcement;

import io.candour.audit.Basis;
import io.candour.audit.DecidedOn;
import io.candour.audit.Item;
import io.candour.audit.Outcome;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What would go out, and what it rests on; nothing has left yet.
 *
 * @param body FHIR JSON, unless a Content-Type among the headers says otherwise
 * @param headers beside the ones every answer has
 */
public record Answer(int status, String body, Map<String, String> headers, Evidence evidence) {
    private static final String NOT_THERE = "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\","
            + "\"code\":\"not-found\",\"diagnostics\":\"There is nothing here that you may see\"}]}";

    /**
     * What the access log needs to know of an answer.
     *
     * @param patients whom the request was about
     * @param items what is disclosed
     * @param decidedOn what must still hold when the record commits; empty where nothing was decided
     * @param basis what permitted or refused it
     * @param emergency v3-ActReason of the emergency that opened some of it
     */
    public record Evidence(
            SortedSet<String> patients,
            List<Item> items,
            Optional<DecidedOn> decidedOn,
            List<Basis> basis,
            Outcome outcome,
            Optional<String> emergency) {
        public Evidence(
                SortedSet<String> patients,
                List<Item> items,
                Optional<DecidedOn> decidedOn,
                List<Basis> basis,
                Outcome outcome) {
            this(patients, items, decidedOn, basis, outcome, Optional.empty());
        }

        /** Of an answer that is about nobody and looked nothing up. */
        public static final Evidence NONE =
                new Evidence(new TreeSet<>(), List.of(), Optional.empty(), List.of(), Outcome.PERMITTED);

        /** The same, of an answer that showed nothing. */
        Evidence refused() {
            return new Evidence(patients, List.of(), decidedOn, basis, Outcome.REFUSED, emergency);
        }
    }

    /**
     * That a right to this patient's record was made, changed or ended, by the grant's id; with what is told of that.
     *
     * @param body FHIR JSON
     */
    static Answer ofGrant(String patient, String grant, String body) {
        return new Answer(
                200,
                body,
                Map.of(),
                new Evidence(
                        new TreeSet<>(Set.of(patient)),
                        List.of(),
                        Optional.empty(),
                        List.of(Basis.of(patient, "Grant/" + grant)),
                        Outcome.PERMITTED));
    }

    /** About these patients, deciding nothing of their records. */
    public static Answer about(Collection<String> patients, String body) {
        return new Answer(
                200,
                body,
                Map.of(),
                new Evidence(new TreeSet<>(patients), List.of(), Optional.empty(), List.of(), Outcome.PERMITTED));
    }

    /** The one face of what is absent, deleted, withheld or another's. Its text is fixed so that its bytes are. */
    public static Answer notThere(Evidence evidence) {
        return new Answer(404, NOT_THERE, Map.of(), evidence.refused());
    }
}
