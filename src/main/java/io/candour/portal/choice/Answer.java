package io.candour.portal.choice;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a question can be answered. */
enum Answer {
    YES,
    NO;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Answer> byCode(String code) {
        return Arrays.stream(values()).filter(each -> each.code().equals(code)).findFirst();
    }
}
