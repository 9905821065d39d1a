package io.candour.release;

import io.candour.consent.Policy;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What kind of organisation asks for data. Which of them no consent can let in is the deployment's {@link Policy#barredRoles}. */
enum RecipientType {
    HEALTH_SERVICE(Policy.ACADEMIC),
    PUBLIC_BODY(Policy.ACADEMIC),
    UNIVERSITY(Policy.ACADEMIC),
    CHARITY(Policy.ACADEMIC),
    COMPANY(Policy.COMMERCIAL),
    INSURER("insurer"),
    MARKETER("marketer");

    private final String role;

    RecipientType(String role) {
        this.role = role;
    }

    /** Lower case, words joined by hyphens. */
    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<RecipientType> byCode(String code) {
        return Arrays.stream(values()).filter(type -> type.code().equals(code)).findFirst();
    }

    /** As what the decision knows a recipient of this type. */
    String role() {
        return role;
    }
}
