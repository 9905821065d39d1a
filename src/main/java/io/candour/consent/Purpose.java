package io.candour.consent;

import java.util.Set;

/**
 * Why a caller asks: a code of HL7 v3-ActReason (PurposeOfUse). It was granted to the client or by a grant; a caller
 * never just states it.
 */
public record Purpose(String code) {
    public static final Purpose TREAT = new Purpose("TREAT");
    public static final Purpose ETREAT = new Purpose("ETREAT");
    public static final Purpose BTG = new Purpose("BTG");
    public static final Purpose CAREMGT = new Purpose("CAREMGT");
    public static final Purpose COC = new Purpose("COC");
    public static final Purpose PATRQT = new Purpose("PATRQT");
    public static final Purpose FAMRQT = new Purpose("FAMRQT");
    public static final Purpose HRESCH = new Purpose("HRESCH");
    public static final Purpose HOPERAT = new Purpose("HOPERAT");
    public static final Purpose HSYSADMIN = new Purpose("HSYSADMIN");

    /** Codes that mean care of this person. A care choice always covers them all. */
    public static final Set<String> CARE = Set.of("TREAT", "ETREAT", "BTG", "CAREMGT", "COC");

    private static final Set<String> EMERGENCY = Set.of("BTG", "ETREAT");

    public Purpose {
        Require.text(code, "code");
    }

    /** Whether this is care of this person. */
    public boolean care() {
        return CARE.contains(code);
    }

    /** Whether this is what an emergency is used for. */
    public boolean emergency() {
        return EMERGENCY.contains(code);
    }
}
