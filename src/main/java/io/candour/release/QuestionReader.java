package io.candour.release;

import io.candour.consent.Category;
import io.candour.enforcement.Invocation;
import io.candour.enforcement.Refusal;
import io.candour.release.Question.Breakdown;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Range;

/**
 * Compiles what {@code $ask-question} is given; what can't be asked is refused and the parameter named. Stateless.
 */
final class QuestionReader {
    private static final int MOST_CODES = 100;
    private static final int LONGEST = 250;
    private static final Set<String> SEXES = Set.of("female", "male", "other", "unknown");
    private static final String UCUM = "http://unitsofmeasure.org";

    private QuestionReader() {}

    static Question read(Invocation asked) {
        List<Criterion> cohort = new ArrayList<>();
        concepts(asked, "condition").forEach(codes -> cohort.add(new Criterion.HasCondition(codes)));
        concepts(asked, "medicine").forEach(codes -> cohort.add(new Criterion.HasMedicine(codes)));
        result(asked).ifPresent(cohort::add);
        aged(asked).ifPresent(cohort::add);
        asked.text("sex").ifPresent(sex -> {
            if (!SEXES.contains(sex)) {
                throw Refusal.invalid("sex", "A sex is female, male, other or unknown");
            }
            cohort.add(new Criterion.OfSex(sex));
        });
        asked.text("area").ifPresent(area -> cohort.add(new Criterion.LivesIn(word("area", area))));
        if (cohort.size() > Question.MOST_CRITERIA) {
            throw Refusal.invalid("condition", "A question has at most " + Question.MOST_CRITERIA + " criteria");
        }
        Optional<LocalDate> from = day(asked, "start");
        Optional<LocalDate> until = day(asked, "end");
        if (from.isPresent() && until.isPresent() && until.get().isBefore(from.get())) {
            throw Refusal.invalid("end", "The period ends before it starts");
        }
        return new Question(cohort, breakdowns(asked), from, until);
    }

    /** Refuses what needs data that the programme was not let in for. */
    static void check(Question question, Set<Category> classes) {
        question.missing(classes).stream().findFirst().ifPresent(needs -> {
            throw Refusal.unprocessable(
                    "programme",
                    IssueType.BUSINESSRULE,
                    "The programme was not let in for "
                            + needs.stream().map(Category::code).collect(Collectors.joining(" or ")));
        });
    }

    private static List<List<String>> concepts(Invocation asked, String name) {
        return asked.arguments().all(name, CodeableConcept.class).stream()
                .map(each -> codes(name, each))
                .toList();
    }

    private static List<String> codes(String name, CodeableConcept concept) {
        List<String> codes = new ArrayList<>();
        concept.getCoding().forEach(coding -> {
            if (!coding.hasSystem() || !coding.hasCode()) {
                throw Refusal.invalid(name, "A code is given with its system");
            }
            codes.add(word(name, coding.getSystem()) + "|" + word(name, coding.getCode()));
        });
        if (codes.isEmpty() || codes.size() > MOST_CODES) {
            throw Refusal.invalid(name, "A concept has 1 to " + MOST_CODES + " codes");
        }
        return codes;
    }

    private static Optional<Criterion> result(Invocation asked) {
        Optional<CodeableConcept> concept = asked.arguments().one("result", CodeableConcept.class);
        Optional<Range> range = asked.arguments().one("resultRange", Range.class);
        if (concept.isEmpty() && range.isPresent()) {
            throw Refusal.invalid("result", "A range is of a result");
        }
        return concept.map(each -> {
            Optional<BigDecimal> low = bound(range.filter(Range::hasLow).map(Range::getLow));
            Optional<BigDecimal> high = bound(range.filter(Range::hasHigh).map(Range::getHigh));
            Optional<String> unit = range.map(QuestionReader::unit);
            return new Criterion.HasResult(codes("result", each), unit, low, high);
        });
    }

    private static Optional<BigDecimal> bound(Optional<Quantity> quantity) {
        return quantity.map(each -> {
            if (!each.hasValue() || each.hasComparator()) {
                throw Refusal.invalid("resultRange", "A bound is a number with its unit");
            }
            return each.getValue();
        });
    }

    private static String unit(Range range) {
        Set<String> units = new TreeSet<>();
        for (Quantity bound : List.of(range.getLow(), range.getHigh())) {
            if (bound.hasValue()) {
                units.add(UCUM.equals(bound.getSystem()) && bound.hasCode() ? bound.getCode() : "");
            }
        }
        if (units.size() != 1 || units.contains("")) {
            throw Refusal.invalid("resultRange", "A range has one unit, as a UCUM code");
        }
        return word("resultRange", units.iterator().next());
    }

    private static Optional<Criterion> aged(Invocation asked) {
        Optional<Integer> from = asked.text("ageFrom").map(Integer::valueOf);
        Optional<Integer> to = asked.text("ageTo").map(Integer::valueOf);
        if (from.isEmpty() && to.isEmpty()) {
            return Optional.empty();
        }
        int low = from.orElse(0);
        int high = to.orElse(Criterion.Aged.OLDEST);
        if (low < 0 || low % Criterion.Aged.STEP != 0) {
            throw Refusal.invalid("ageFrom", "Ages go in fives: from 0, 5, 10 and so on");
        }
        if (high <= low || high > Criterion.Aged.OLDEST || (high + 1) % Criterion.Aged.STEP != 0) {
            throw Refusal.invalid("ageTo", "Ages go in fives: to 4, 9, 14 and so on, up to " + Criterion.Aged.OLDEST);
        }
        return Optional.of(new Criterion.Aged(low, high));
    }

    private static List<Breakdown> breakdowns(Invocation asked) {
        List<Breakdown> by = new ArrayList<>();
        for (CodeType given : asked.arguments().all("by", CodeType.class)) {
            by.add(Arrays.stream(Breakdown.values())
                    .filter(each -> each.code().equals(given.getValue()))
                    .findFirst()
                    .orElseThrow(() -> Refusal.invalid("by", "People are counted by sex, age-band or area")));
        }
        return by;
    }

    private static Optional<LocalDate> day(Invocation asked, String name) {
        try {
            return asked.text(name).map(LocalDate::parse);
        } catch (DateTimeException e) {
            throw Refusal.invalid(name, "The parameter '" + name + "' is a day, as 2026-11-22");
        }
    }

    private static String word(String name, String text) {
        if (text.isBlank() || text.length() > LONGEST || text.chars().anyMatch(Character::isISOControl)) {
            throw Refusal.invalid(name, "The parameter '" + name + "' has a value that cannot be read");
        }
        return text;
    }
}
