package io.candour.consent;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which sensitivity codes of HL7 v3-ActCode cover which others. The standard nests mental health and substance use
 * below behavioural health; ETH is the older word for substance use, so it covers the same two.
 */
public final class Sensitivity {
    private static final Map<String, Set<String>> NARROWER = Map.of(
            "SPI", Set.of("BH"),
            "BH", Set.of("COGN", "DVD", "EMOTDIS", "MH", "PSY", "PSYTHPN", "SUD"),
            "SUD", Set.of("ETHUD", "OPIOIDUD"),
            "ETH", Set.of("ETHUD", "OPIOIDUD"),
            "SCA", Set.of("SICKLE"));

    private static final Set<String> KNOWN = Set.of(
            "BH",
            "COGN",
            "DVD",
            "EMOTDIS",
            "ETH",
            "ETHUD",
            "GDIS",
            "HIV",
            "MH",
            "MST",
            "OPIOIDUD",
            "PSY",
            "PSYTHPN",
            "SCA",
            "SDV",
            "SEX",
            "SICKLE",
            "SPI",
            "STD",
            "SUD",
            "TBOO",
            "VIO");

    private Sensitivity() {}

    /** Whether the code is a sensitivity of v3-ActCode's ActInformationSensitivityPolicy. */
    public static boolean known(String code) {
        return KNOWN.contains(code);
    }

    /** The codes and everything they cover. */
    public static Set<String> closure(Set<String> codes) {
        Set<String> closed = new HashSet<>();
        codes.forEach(code -> add(code, closed));
        return Set.copyOf(closed);
    }

    private static void add(String code, Set<String> closed) {
        if (closed.add(code)) {
            NARROWER.getOrDefault(code, Set.of()).forEach(narrower -> add(narrower, closed));
        }
    }
}
