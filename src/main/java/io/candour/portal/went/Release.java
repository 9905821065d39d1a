package io.candour.portal.went;

import io.candour.portal.answer.Parts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Parameters;

/**
 * One use of a person's data, as {@code Patient/$releases} tells it.
 *
 * @param kind question (they were counted) or extract (a copy of entries without their name)
 * @param programme logical id of the programme
 * @param asked the question in words; empty of an extract
 * @param classes what of records it may look at, by the codes of categories
 * @param left when the answer or the copy left; empty where it did not
 * @param copy what became of a copy: held, erasure-requested, erased or refused
 * @param statement what the recipient said of that
 */
record Release(
        String kind,
        String programme,
        String title,
        String recipient,
        String purpose,
        Optional<String> asked,
        List<String> classes,
        Optional<Instant> counted,
        Optional<Instant> left,
        Optional<String> copy,
        Optional<String> statement) {
    Release {
        classes = List.copyOf(classes);
    }

    /** In the order of the answer: newest first. */
    static List<Release> of(Parameters answer) {
        return Parts.of(answer).each("release").map(Release::of).toList();
    }

    private static Release of(Parts part) {
        return new Release(
                part.text("kind").orElse("question"),
                part.text("programme")
                        .map(reference -> reference.substring(reference.lastIndexOf('/') + 1))
                        .orElse(""),
                part.text("title").orElse(""),
                part.text("recipient").orElse(""),
                part.text("purpose").orElse(""),
                part.text("asked"),
                part.texts("category"),
                part.instant("counted"),
                part.instant("released"),
                part.text("copy"),
                part.text("copyStatement"));
    }
}
