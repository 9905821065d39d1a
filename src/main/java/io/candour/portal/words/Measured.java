package io.candour.portal.words;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * One thing that was found.
 *
 * @param name what of
 * @param words what was found, with its unit: "5.4 mmol/L", "Never smoked"
 * @param unitInWords the unit spelled out, where it has a short form
 * @param number what was found, where that is a number and no bound
 * @param unit the short unit; empty for none
 * @param range the range that came with it, in words: "between 3.5 and 5.1 mmol/L"
 * @param low where that begins, in the same unit
 * @param high where that ends
 * @param position where the result is; empty where nobody can say
 * @param positionInWords the same in words; also what a laboratory says that is no position
 */
public record Measured(
        String name,
        String words,
        Optional<String> unitInWords,
        Optional<BigDecimal> number,
        String unit,
        Optional<String> range,
        Optional<BigDecimal> low,
        Optional<BigDecimal> high,
        Optional<Position> position,
        Optional<String> positionInWords) {

    /** Whether it is known to be in its range. */
    public boolean usual() {
        return position.equals(Optional.of(Position.IN_RANGE));
    }
}
