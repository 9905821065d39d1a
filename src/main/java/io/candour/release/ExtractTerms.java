package io.candour.release;

import java.nio.file.Path;
import java.time.Period;

/**
 * On what terms a deployment gives a programme extracts.
 *
 * @param recipientKey file of the OpenPGP certificate that they are sealed for
 * @param dates how dates are told
 * @param reach for how far back from the day of an extract it has items
 */
public record ExtractTerms(Path recipientKey, Dates dates, Period reach) {

    /** How dates are told. */
    public enum Dates {
        YEAR,
        MONTH,
        /** To the month, each person's moved by up to half a year: seasons are lost, what came after what mostly stays. */
        SHIFTED
    }

    public ExtractTerms {
        if (reach.isZero() || reach.isNegative()) {
            throw new IllegalArgumentException("an extract reaches back for some time");
        }
    }
}
