package io.candour.audit;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One row of the log as its patient reads it. Made from what {@link Viewer.OfPatient} left of the row, so it names no
 * item that they may not see now.
 *
 * @param who in words
 * @param organisation its name; empty where nobody acted for one
 * @param did a sentence: what was done, to what, and for what
 * @param reason a sentence: what it rests on
 * @param refused nothing was shown or done
 * @param emergency it was said to be an emergency
 * @param automated no person was at the other end
 * @param items what was shown or written
 */
public record AccessLine(
        RecordId id,
        Instant at,
        String who,
        Optional<String> organisation,
        String did,
        String reason,
        boolean refused,
        boolean emergency,
        boolean automated,
        List<Item> items,
        String requestId) {

    public AccessLine {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(at, "at");
        Require.text(who, "who");
        Objects.requireNonNull(organisation, "organisation");
        Require.text(did, "did");
        Require.text(reason, "reason");
        items = List.copyOf(items);
        Require.text(requestId, "requestId");
    }
}
