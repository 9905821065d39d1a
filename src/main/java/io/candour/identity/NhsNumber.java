package io.candour.identity;

/** NHS numbers: ten digits, the last a modulus 11 check (NHS Data Dictionary, 'NHS NUMBER'). */
public final class NhsNumber {
    private NhsNumber() {}

    /** Whether these are ten digits, unspaced, whose check digit is right. */
    public static boolean isValid(String number) {
        if (!number.matches("[0-9]{10}")) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < 9; i++) {
            sum += (number.charAt(i) - '0') * (10 - i);
        }
        int check = 11 - sum % 11;
        return check != 10 && check % 11 == number.charAt(9) - '0';
    }
}
