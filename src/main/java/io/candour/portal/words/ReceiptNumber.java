package io.candour.portal.words;

import java.util.Locale;

/** What people quote of a choice that was saved. */
public final class ReceiptNumber {
    private static final int QUOTED = 8;
    private static final int GROUP = 4;

    private ReceiptNumber() {}

    /**
     * The beginning of the Consent's id in groups of four, and the version, as 3F2A-9C41-1. A person's own choices are told
     * apart by it.
     */
    public static String of(String consent, String version) {
        String letters = consent.replace("-", "").toUpperCase(Locale.ROOT);
        String start = letters.substring(0, Math.min(QUOTED, letters.length()));
        String groups = start.length() > GROUP ? start.substring(0, GROUP) + "-" + start.substring(GROUP) : start;
        return groups + "-" + version;
    }
}
