package io.candour.portal.staff;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The right by which a clinician opened the record they look at. It is in the address of the pages, as
 * {@code emergency-…} or {@code care-…}, so that it can be ended from there; nobody but who holds a right can end it.
 *
 * @param grant names the right
 */
record Access(Opening opening, String grant) {
    private static final Pattern WRITTEN = Pattern.compile("(emergency|care)-([A-Za-z0-9-]{1,64})");

    /** Empty where the text names none. */
    static Optional<Access> of(String written) {
        Matcher parts = WRITTEN.matcher(written);
        return parts.matches()
                ? Arrays.stream(Opening.values())
                        .filter(each -> each.path().equals(parts.group(1)))
                        .map(each -> new Access(each, parts.group(2)))
                        .findFirst()
                : Optional.empty();
    }

    /** As it is in an address. */
    public String written() {
        return opening.path() + "-" + grant;
    }

    public boolean isEmergency() {
        return opening == Opening.EMERGENCY;
    }
}
