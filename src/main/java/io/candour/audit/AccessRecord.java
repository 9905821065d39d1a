package io.candour.audit;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;

/**
 * One request: who, for whom, why, what came of it, and what that was decided on. Never one per resource. A batch makes
 * one for each committed write and one for the whole answer, all with the same request id.
 *
 * <p>The time is not here: the database's clock gives it as the row is inserted.
 *
 * @param patients logical ids of every patient the request was about, refused or not
 * @param items what was returned; of a committed write, the resource at the version written
 * @param status HTTP status of the answer, or of the batch entry
 */
public record AccessRecord(
        String requestId,
        Agent agent,
        Asked asked,
        SortedSet<String> patients,
        List<Item> items,
        Grounds grounds,
        Outcome outcome,
        int status) {

    public AccessRecord {
        Require.text(requestId, "requestId");
        Objects.requireNonNull(agent, "agent");
        Objects.requireNonNull(asked, "asked");
        patients = Sorted.copyOf(patients);
        items = List.copyOf(items);
        Objects.requireNonNull(grounds, "grounds");
        Objects.requireNonNull(outcome, "outcome");
        if (status < 100 || status > 599) {
            throw new IllegalArgumentException("status is " + status);
        }
        Set<String> used = new HashSet<>();
        items.forEach(item -> used.addAll(item.patients()));
        grounds.basis().forEach(basis -> basis.patient().ifPresent(used::add));
        grounds.decidedOn().ifPresent(decided -> used.addAll(decided.versions().keySet()));
        if (!patients.containsAll(used)) {
            throw new IllegalArgumentException("items, basis or versions name a patient that the record does not");
        }
    }
}
