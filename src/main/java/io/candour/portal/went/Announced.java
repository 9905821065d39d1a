package io.candour.portal.went;

import io.candour.portal.answer.Parts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Parameters;

/**
 * A programme that was let in, as {@code Patient/$programme-notices} tells a person of it.
 *
 * @param programme logical id
 * @param begins when it may begin, or did
 * @param read when the person said that they had read it
 */
record Announced(
        String programme,
        String title,
        String description,
        String recipient,
        Optional<Instant> given,
        Optional<Instant> begins,
        Optional<Instant> read) {

    /** In the order of the answer: newest first. */
    static List<Announced> of(Parameters answer) {
        return Parts.of(answer).each("notice").map(Announced::of).toList();
    }

    private static Announced of(Parts part) {
        return new Announced(
                part.text("programme")
                        .map(reference -> reference.substring(reference.lastIndexOf('/') + 1))
                        .orElse(""),
                part.text("title").orElse(""),
                part.text("description").orElse(""),
                part.text("recipient").orElse(""),
                part.instant("given"),
                part.instant("begins"),
                part.instant("read"));
    }

    public boolean isRead() {
        return read.isPresent();
    }
}
