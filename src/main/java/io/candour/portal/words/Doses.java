package io.candour.portal.words;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Dosage;
import org.hl7.fhir.r4.model.Dosage.DosageDoseAndRateComponent;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Timing;
import org.hl7.fhir.r4.model.Timing.TimingRepeatComponent;

/**
 * How much to take and when. The prescriber's own words go before everything; where there are none, it is told from the
 * elements, all of them or nothing: half a direction is worse than none.
 */
final class Doses {
    private final Phrases phrases;
    private final Names names;
    private final Amounts amounts;

    Doses(Phrases phrases, Names names, Amounts amounts) {
        this.phrases = phrases;
        this.names = names;
        this.amounts = amounts;
    }

    Optional<String> of(Dosage dosage) {
        if (dosage.hasText()) {
            return Optional.of(dosage.getText());
        }
        if (dosage.hasPatientInstruction()) {
            return Optional.of(dosage.getPatientInstruction());
        }
        Optional<String> dose = dosage.getDoseAndRate().stream()
                .flatMap(each -> dose(each).stream())
                .findFirst();
        Optional<String> timing = dosage.hasTiming() ? timing(dosage.getTiming()) : Optional.empty();
        if (dosage.hasTiming() && timing.isEmpty()) {
            return Optional.empty();
        }
        String said = Stream.of(
                        dose,
                        timing,
                        names.of(dosage.getRoute()),
                        asNeeded(dosage),
                        dosage.getAdditionalInstruction().stream()
                                .flatMap(each -> names.of(each).stream())
                                .reduce((one, other) -> one + ", " + other))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(", "));
        return said.isEmpty() ? Optional.empty() : Optional.of(Phrases.capitalised(said));
    }

    private Optional<String> dose(DosageDoseAndRateComponent each) {
        if (each.hasDoseQuantity()) {
            Quantity quantity = each.getDoseQuantity();
            // A number alone is of what was prescribed: tablets of a tablet, puffs of an inhaler.
            return quantity.hasUnit() || quantity.hasCode() || !quantity.hasValue()
                    ? amounts.of(quantity)
                    : Optional.of(phrases.say(
                            "dose.number", Amounts.number(quantity.getValue().stripTrailingZeros())));
        }
        return each.hasDoseRange() ? amounts.of(each.getDoseRange()) : Optional.empty();
    }

    private Optional<String> asNeeded(Dosage dosage) {
        if (dosage.hasAsNeededCodeableConcept()) {
            CodeableConcept why = dosage.getAsNeededCodeableConcept();
            return names.of(why).map(reason -> phrases.say("dose.needed-for", reason));
        }
        boolean needed = dosage.hasAsNeededBooleanType()
                && dosage.getAsNeededBooleanType().booleanValue();
        return needed ? Optional.of(phrases.say("dose.needed")) : Optional.empty();
    }

    /** Empty where it says more than "so often in so long". */
    Optional<String> timing(Timing timing) {
        if (timing.hasCode()) {
            return names.of(timing.getCode());
        }
        TimingRepeatComponent repeat = timing.getRepeat();
        boolean simple = repeat.hasFrequency()
                && repeat.hasPeriod()
                && repeat.hasPeriodUnit()
                && !repeat.hasFrequencyMax()
                && !repeat.hasPeriodMax()
                && !repeat.hasWhen()
                && !repeat.hasDayOfWeek()
                && !repeat.hasTimeOfDay()
                && !repeat.hasCount()
                && !repeat.hasBounds()
                && !timing.hasEvent();
        if (!simple) {
            return Optional.empty();
        }
        String unit = repeat.getPeriodUnit().toCode();
        boolean one = repeat.getPeriod().compareTo(BigDecimal.ONE) == 0;
        String often = repeat.getFrequency() == 1
                ? phrases.say("dose.once")
                : repeat.getFrequency() == 2
                        ? phrases.say("dose.twice")
                        : phrases.say("dose.times", Integer.toString(repeat.getFrequency()));
        return Optional.of(
                one
                        ? phrases.say("dose.each." + unit, often)
                        : phrases.say(
                                "dose.every." + unit,
                                often,
                                Amounts.number(repeat.getPeriod().stripTrailingZeros())));
    }
}
