package io.candour.portal.log;

import io.candour.portal.answer.Parts;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * One row of the access log, as people read it.
 *
 * @param day in the deployment's time zone
 * @param organisation its name; empty where nobody acted for one
 * @param refused nothing was shown or done
 * @param automated no person was at the other end
 * @param event the row's id
 */
public record Look(
        LocalDate day,
        Optional<String> organisation,
        Instant at,
        String who,
        String did,
        String reason,
        boolean refused,
        boolean emergency,
        boolean automated,
        String event) {
    /** What the log calls the person who reads it. */
    private static final String SELF = "You";

    static Look of(LocalDate day, Optional<String> organisation, Parts line) {
        return new Look(
                day,
                organisation,
                line.instant("at").orElseThrow(),
                line.text("who").orElse(""),
                line.text("did").orElse(""),
                line.text("reason").orElse(""),
                line.yes("refused"),
                line.yes("emergency"),
                line.yes("automated"),
                line.text("event")
                        .map(reference -> reference.replaceFirst("^.*/", ""))
                        .orElse(""));
    }

    public boolean own() {
        return who.equals(SELF);
    }
}
