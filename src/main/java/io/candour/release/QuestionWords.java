package io.candour.release;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says a question in English, for guardians and for whom it concerned. Stateless. */
final class QuestionWords {
    private QuestionWords() {}

    static String of(Question question) {
        String cohort = question.cohort().isEmpty()
                ? "How many people are there"
                : "How many people "
                        + question.cohort().stream().map(QuestionWords::of).collect(Collectors.joining(" and "));
        String period = Stream.of(
                        question.from().map(day -> " from " + day),
                        question.until().map(day -> " until " + day))
                .flatMap(each -> each.stream())
                .collect(Collectors.joining());
        String by = question.by().isEmpty()
                ? ""
                : ", by "
                        + question.by().stream()
                                .map(each -> each.code().replace('-', ' '))
                                .collect(Collectors.joining(" and "));
        return cohort + period + by + "?";
    }

    private static String of(Criterion criterion) {
        if (criterion instanceof Criterion.HasCondition has) {
            return "have the condition " + any(has.codes());
        }
        if (criterion instanceof Criterion.HasMedicine has) {
            return "have the medicine " + any(has.codes());
        }
        if (criterion instanceof Criterion.HasResult has) {
            return "have the result " + any(has.codes())
                    + has.low().map(low -> " of at least " + number(low)).orElse("")
                    + has.high()
                            .map(high -> (has.low().isPresent() ? " and" : " of") + " at most " + number(high))
                            .orElse("")
                    + has.unit().map(unit -> " " + unit).orElse("");
        }
        if (criterion instanceof Criterion.Aged aged) {
            return "are aged " + aged.from() + " to " + aged.to();
        }
        if (criterion instanceof Criterion.OfSex of) {
            return "are of the sex " + of.sex();
        }
        return criterion instanceof Criterion.LivesIn in ? "live in the area " + in.area() : criterion.toString();
    }

    private static String any(List<String> codes) {
        return String.join(" or ", codes);
    }

    private static String number(BigDecimal value) {
        return value.toPlainString();
    }
}
