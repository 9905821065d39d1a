package io.candour.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NhsNumberTest {

    @Test
    void aRightCheckDigitIsValid() {
        assertThat(NhsNumber.isValid("9000000009")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"9000000000", "900000000", "90000000099", "900 000 0009", "９０００００００09", "abcdefghij", ""})
    void anythingElseIsNot(String number) {
        assertThat(NhsNumber.isValid(number)).isFalse();
    }

    @Test
    void ofTenCheckDigitsAtMostOneIsRight() {
        for (int stem = 999_000_000; stem < 999_000_500; stem++) {
            int valid = 0;
            for (int check = 0; check < 10; check++) {
                valid += NhsNumber.isValid(stem + "" + check) ? 1 : 0;
            }
            assertThat(valid).isLessThanOrEqualTo(1);
        }
    }
}
