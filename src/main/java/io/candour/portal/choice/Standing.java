package io.candour.portal.choice;

import io.candour.portal.answer.Parts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Parameters;

/**
 * Where all of a person's choices stand, as {@code $consent-status} answers.
 *
 * @param choices the newest first
 * @param unanswered what holds where nothing was chosen
 */
record Standing(List<Choice> choices, List<Unanswered> unanswered) {
    Standing {
        choices = List.copyOf(choices);
        unanswered = List.copyOf(unanswered);
    }

    /** Where a choice stands. */
    enum State {
        ENFORCED,
        SCHEDULED,
        EXPIRED,
        SUPERSEDED,
        NOT_ENFORCEABLE;

        static State byCode(String code) {
            return valueOf(code.replace('-', '_'));
        }

        public String code() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * One stored choice.
     *
     * @param reference the version that this is about
     * @param words what it says, in sentences
     * @param choice the code of the question it answers; empty where it answers none
     */
    record Choice(
            String reference,
            State state,
            Optional<String> reason,
            List<String> words,
            Optional<String> choice,
            Optional<Instant> since,
            Optional<Instant> until,
            Optional<String> supersededBy) {
        Choice {
            words = List.copyOf(words);
        }

        public String consent() {
            return reference.split("/", -1)[1];
        }

        public String version() {
            String[] parts = reference.split("/", -1);
            return parts.length > 3 ? parts[3] : "";
        }

        /** Whether it counts now or will. */
        public boolean live() {
            return state == State.ENFORCED || state == State.SCHEDULED;
        }

        boolean answers(String code) {
            return choice.filter(code::equals).isPresent();
        }
    }

    /**
     * A question without an answer.
     *
     * @param permits what holds instead; empty where nothing does
     * @param words the same in a sentence
     */
    record Unanswered(String choice, Optional<Boolean> permits, String words) {}

    static Standing of(Parameters status) {
        Parts parts = Parts.of(status);
        List<Choice> choices =
                new ArrayList<>(parts.each("consent").map(Standing::choice).toList());
        Collections.reverse(choices);
        return new Standing(
                choices,
                parts.each("unanswered")
                        .map(part -> new Unanswered(
                                part.text("choice").orElse(""),
                                part.text("default").map("permit"::equals),
                                part.text("words").orElse("")))
                        .toList());
    }

    private static Choice choice(Parts part) {
        return new Choice(
                part.text("reference").orElseThrow(),
                State.byCode(part.text("state").orElseThrow()),
                part.text("reason"),
                part.texts("words"),
                part.text("choice"),
                part.instant("since"),
                part.instant("until"),
                part.text("supersededBy"));
    }

    Optional<Choice> find(String consent) {
        return choices.stream().filter(each -> each.consent().equals(consent)).findFirst();
    }

    Optional<Unanswered> unanswered(String code) {
        return unanswered.stream().filter(each -> each.choice().equals(code)).findFirst();
    }
}
