package io.candour.portal.words;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Range;
import org.hl7.fhir.r4.model.Ratio;

/** Numbers with their units. A number is never rounded: it is told as exactly as its sender told it. */
final class Amounts {
    private static final int MOST_DIGITS = 30;

    private final Phrases phrases;

    Amounts(Phrases phrases) {
        this.phrases = phrases;
    }

    /** "5.4 mmol/L", "less than 5 mg/dL"; empty without a number. */
    Optional<String> of(Quantity quantity) {
        return quantity.hasValue()
                ? Optional.of(compared(quantity, withUnit(number(quantity.getValue()), unit(quantity))))
                : Optional.empty();
    }

    Optional<String> of(Range range) {
        Optional<String> low = of(range.getLow());
        Optional<String> high = of(range.getHigh());
        if (low.isPresent() && high.isPresent()) {
            String unit = unit(range.getHigh());
            return Optional.of(phrases.say(
                    "range.between",
                    number(range.getLow().getValue()),
                    withUnit(number(range.getHigh().getValue()), unit)));
        }
        return low.map(limit -> phrases.say("range.at-least", limit))
                .or(() -> high.map(limit -> phrases.say("range.at-most", limit)));
    }

    Optional<String> of(Ratio ratio) {
        return of(ratio.getNumerator())
                .flatMap(top -> of(ratio.getDenominator()).map(below -> phrases.say("ratio", top, below)));
    }

    /** With a comma for thousands; what has more digits than anybody reads, as short as it can be told exactly. */
    static String number(BigDecimal value) {
        if (value.precision() > MOST_DIGITS || Math.abs(value.scale()) > MOST_DIGITS) {
            return value.stripTrailingZeros().toString();
        }
        String plain = value.toPlainString();
        int point = plain.indexOf('.');
        String whole = point < 0 ? plain : plain.substring(0, point);
        String rest = point < 0 ? "" : plain.substring(point);
        return whole.replaceAll("(?<=\\d)(?=(?:\\d{3})+$)", ",") + rest;
    }

    /** The unit in short; empty for what is only counted. */
    String unit(Quantity quantity) {
        String code = code(quantity);
        return phrases.find("unit." + code)
                .orElseGet(() -> quantity.hasUnit() ? quantity.getUnit() : code)
                .strip();
    }

    /** The unit spelled out, for what has a short one that not everybody knows. */
    Optional<String> unitInWords(Quantity quantity) {
        return phrases.find("unit-in-words." + code(quantity));
    }

    private static String code(Quantity quantity) {
        return quantity.hasCode() ? quantity.getCode() : quantity.hasUnit() ? quantity.getUnit() : "";
    }

    private static String withUnit(String number, String unit) {
        return unit.isEmpty() ? number : unit.equals("%") ? number + unit : number + " " + unit;
    }

    private String compared(Quantity quantity, String amount) {
        return quantity.hasComparator()
                ? phrases.say("comparator." + quantity.getComparator().name().toLowerCase(Locale.ROOT), amount)
                : amount;
    }
}
