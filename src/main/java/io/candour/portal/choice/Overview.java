package io.candour.portal.choice;

import io.candour.portal.words.ReceiptNumber;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All choices on one page.
 *
 * @param hidden what is hidden from somebody, now or later
 * @param others choices that answer none of the questions: made by another app
 */
record Overview(List<Section> sections, List<Row> hidden, List<Row> others) {
    private static final String HIDE_FROM = "hide-from";

    /** Questions about one use of the record. */
    record Section(String code, List<Asked> questions) {}

    /**
     * One question.
     *
     * @param words what holds: the choice, else the default
     * @param stored the choices that answer it; none where the default holds
     */
    record Asked(String code, List<String> words, List<Row> stored) {
        public boolean answered() {
            return !stored.isEmpty();
        }
    }

    /**
     * One stored choice.
     *
     * @param when it was made or starts
     * @param until when it is over; empty where it has no end
     */
    record Row(
            String consent,
            String version,
            String state,
            List<String> words,
            Optional<String> reason,
            Optional<Instant> when,
            Optional<Instant> until) {
        /** What people quote. */
        public String reference() {
            return ReceiptNumber.of(consent, version);
        }

        static Row of(Standing.Choice choice) {
            return new Row(
                    choice.consent(),
                    choice.version(),
                    choice.state().code(),
                    choice.words(),
                    choice.reason(),
                    choice.since(),
                    choice.until());
        }
    }

    static Overview of(Standing standing) {
        return new Overview(
                Stream.of(Question.Group.values())
                        .map(group -> new Section(
                                group.code(),
                                group.questions().stream()
                                        .map(question -> asked(standing, question))
                                        .toList()))
                        .toList(),
                live(standing)
                        .filter(choice -> choice.answers(HIDE_FROM))
                        .map(Row::of)
                        .toList(),
                live(standing)
                        .filter(choice -> choice.choice().isEmpty())
                        .map(Row::of)
                        .toList());
    }

    private static Asked asked(Standing standing, Question question) {
        List<Row> stored = live(standing)
                .filter(choice -> choice.answers(question.code()))
                .map(Row::of)
                .toList();
        Stream<String> otherwise = standing.unanswered(question.code()).stream().map(Standing.Unanswered::words);
        return new Asked(
                question.code(),
                Stream.concat(stored.stream().flatMap(row -> row.words().stream()), otherwise)
                        .toList(),
                stored);
    }

    private static Stream<Standing.Choice> live(Standing standing) {
        return standing.choices().stream().filter(Standing.Choice::live);
    }
}
