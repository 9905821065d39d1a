package io.candour.portal.form;

import java.util.Optional;

/**
 * An NHS number: ten digits, the last a modulus 11 check (NHS Data Dictionary, 'NHS NUMBER').
 *
 * @param digits without spaces
 */
public record NhsNumber(String digits) {
    public NhsNumber {
        if (!checks(digits)) {
            throw new IllegalArgumentException("no NHS number");
        }
    }

    /** As people write it, with or without spaces; empty if it is none. */
    public static Optional<NhsNumber> of(String typed) {
        String digits = typed.replaceAll("[\\s-]", "");
        return checks(digits) ? Optional.of(new NhsNumber(digits)) : Optional.empty();
    }

    /** In groups of three, three and four. */
    public String spaced() {
        return digits.substring(0, 3) + " " + digits.substring(3, 6) + " " + digits.substring(6);
    }

    private static boolean checks(String digits) {
        if (!digits.matches("[0-9]{10}")) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < 9; i++) {
            sum += (digits.charAt(i) - '0') * (10 - i);
        }
        int check = 11 - sum % 11;
        return check != 10 && check % 11 == digits.charAt(9) - '0';
    }
}
