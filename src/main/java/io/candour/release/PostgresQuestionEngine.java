package io.candour.release;

import io.candour.consent.Category;
import io.candour.consent.Condition;
import io.candour.consent.Interval;
import io.candour.consent.ItemFacts;
import io.candour.record.Sweep;
import io.candour.record.Sweep.Amount;
import io.candour.record.Sweep.Found;
import io.candour.record.Sweep.Look;
import io.candour.release.Counted.Gathering;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Answers over the record index in one pass: which criteria somebody's open items meet is asked of rows, and what of a
 * person is so is put together from that. Safe for use by many threads.
 */
final class PostgresQuestionEngine implements QuestionEngine {
    private static final Set<String> CONDITION_TYPES = Set.of("Condition");
    private static final Set<String> MEDICINE_TYPES =
            Set.of("MedicationRequest", "MedicationStatement", "MedicationDispense", "MedicationAdministration");
    private static final Set<String> RESULT_TYPES = Set.of("Observation");

    private final Sweep sweep;
    private final Willingness willingness;
    private final ZoneId zone;

    /** @param zone in which days are meant */
    PostgresQuestionEngine(Sweep sweep, Willingness willingness, ZoneId zone) {
        this.sweep = sweep;
        this.willingness = willingness;
        this.zone = zone;
    }

    @Override
    public Counted count(
            Question question, LocalDate asOf, Set<Category> classes, Willing willing, IntConsumer progress) {
        List<Look> looks = new ArrayList<>();
        List<Criterion> ofPerson = new ArrayList<>();
        for (Criterion criterion : question.cohort()) {
            look(criterion, question, classes).ifPresentOrElse(looks::add, () -> ofPerson.add(criterion));
        }
        Tally tally = new Tally(willing, asOf, progress);
        sweep.each(new Sweep.Open(willing.rules(), willing.conditions()), looks, tally::take);
        tally.decide();
        Gathering gathering = new Gathering(question);
        tally.people.forEach((patient, seen) -> {
            Person person = seen.person;
            if (person != null
                    && seen.met.cardinality() == looks.size()
                    && ofPerson.stream().allMatch(person::is)) {
                gathering.add(question.by().stream().map(person::group).toList(), patient);
            }
        });
        return gathering.counted();
    }

    private Optional<Look> look(Criterion criterion, Question question, Set<Category> classes) {
        if (criterion instanceof Criterion.HasCondition has) {
            return Optional.of(new Look(item(CONDITION_TYPES, has.codes(), question, classes), Optional.empty()));
        }
        if (criterion instanceof Criterion.HasMedicine has) {
            return Optional.of(new Look(item(MEDICINE_TYPES, has.codes(), question, classes), Optional.empty()));
        }
        if (criterion instanceof Criterion.HasResult has) {
            return Optional.of(new Look(
                    item(RESULT_TYPES, has.codes(), question, classes),
                    has.unit().map(unit -> new Amount(unit, has.low(), has.high()))));
        }
        return Optional.empty();
    }

    /** With a period only what says when it was, and was in it. */
    private Condition item(Set<String> types, List<String> codes, Question question, Set<Category> classes) {
        List<Condition> all = new ArrayList<>(List.of(
                new Condition.TypeIn(types),
                new Condition.CodeIn(Set.copyOf(codes)),
                new Condition.CategoryIn(classes)));
        if (question.from().isPresent() || question.until().isPresent()) {
            Interval period = new Interval(
                    question.from().map(day -> day.atStartOfDay(zone).toInstant()),
                    question.until()
                            .map(day -> day.plusDays(1).atStartOfDay(zone).toInstant()));
            all.add(new Condition.ClinicalWithin(Interval.ALWAYS));
            all.add(new Condition.ClinicalOverlaps(period));
        }
        return Condition.all(all);
    }

    /** What is known of somebody so far. */
    private static final class Seen {
        private final BitSet met = new BitSet();
        private @Nullable Person person;
    }

    /** Puts rows together; those that are to be decided wait until there are some. Used by one thread. */
    private final class Tally {
        private static final int AT_ONCE = 500;

        private final Willing willing;
        private final LocalDate asOf;
        private final Map<String, Seen> people = new HashMap<>();
        private final List<Found> undecided = new ArrayList<>();
        private final IntConsumer progress;
        private long looked;

        Tally(Willing willing, LocalDate asOf, IntConsumer progress) {
            this.willing = willing;
            this.asOf = asOf;
            this.progress = progress;
        }

        void take(Found found) {
            if (found.details().isPresent()) {
                looked++;
                progress.accept((int) (looked * 100 / willing.versions().size()));
            }
            if (found.undecided().isEmpty()) {
                note(found);
                return;
            }
            undecided.add(found);
            if (undecided.size() == AT_ONCE) {
                decide();
            }
        }

        void decide() {
            if (undecided.isEmpty()) {
                return;
            }
            Set<String> open = willingness.open(
                    willing,
                    undecided.stream()
                            .flatMap(each -> each.undecided().stream())
                            .toList());
            for (Found found : undecided) {
                if (found.undecided()
                        .map(ItemFacts::reference)
                        .filter(open::contains)
                        .isPresent()) {
                    note(found);
                }
            }
            undecided.clear();
        }

        private void note(Found found) {
            Seen seen = people.computeIfAbsent(found.patient(), any -> new Seen());
            seen.met.or(found.met());
            found.details().ifPresent(details -> seen.person = Person.of(details, asOf));
        }
    }
}
