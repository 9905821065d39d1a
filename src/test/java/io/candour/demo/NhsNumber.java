package io.candour.demo;

import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** NHS numbers of the range kept for tests, 999 000 0000 to 999 999 9999: no person has one. */
final class NhsNumber {
    static final String SYSTEM = "https://fhir.nhs.uk/Id/nhs-number";
    private static final int FIRST = 999_000_000;

    private NhsNumber() {}

    /** All of them in order, each with its modulus 11 check digit. */
    static Stream<String> testNumbers() {
        return IntStream.range(FIRST, 1_000_000_000).boxed().flatMap(nine -> checkDigit(nine).stream()
                .mapToObj(digit -> "" + nine + digit));
    }

    /** Empty where the remainder would need the digit 10: such numbers are not given out. */
    static OptionalInt checkDigit(int nineDigits) {
        int sum = 0;
        int rest = nineDigits;
        for (int weight = 2; weight <= 10; weight++) {
            sum += weight * (rest % 10);
            rest /= 10;
        }
        int check = (11 - sum % 11) % 11;
        return check == 10 ? OptionalInt.empty() : OptionalInt.of(check);
    }
}
