package io.candour.consent;

import static io.candour.consent.Effect.DENY;
import static io.candour.consent.Effect.PERMIT;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A question a person answers, what it is about, and what holds until they answer. A deployment may change the
 * default ({@link Policy#with}), never what a choice means.
 *
 * <p>The item half of the meaning (inside or outside the item's source, sensitive or not) is {@link Governance}.
 */
public enum Choice {
    CARE_INSIDE(Purpose.CARE, Optional.of(PERMIT)),
    CARE_SHARING(Purpose.CARE, Optional.of(PERMIT)),
    SENSITIVE_CARE_SHARING(Purpose.CARE, Optional.of(DENY)),
    /** 'Type 1': holds for every purpose but care. */
    LOCAL_PRACTICE_OPT_OUT(Set.of(), Optional.empty()),
    PLANNING(Set.of("HOPERAT", "HDM", "HOUTCOMS", "HPRGRP", "HQUALIMP", "PATSFTY", "PERFMSR"), Optional.of(DENY)),
    ACADEMIC_RESEARCH(Research.PURPOSES, Optional.of(DENY)),
    COMMERCIAL_RESEARCH(Research.PURPOSES, Optional.of(DENY)),
    /** May break-glass see what this person denied? Kept per denial, see {@link Directive#emergencyOverridable}. */
    EMERGENCY_OVERRIDE(Set.of(), Optional.of(PERMIT)),
    /** Is a clinician told that something is withheld? */
    TELL_CLINICIANS_SOMETHING_IS_HIDDEN(Purpose.CARE, Optional.of(PERMIT)),
    /** Care, and reading on the patient's behalf: a person can hide things from somebody who acts for them too. */
    HIDE_FROM(
            Set.of("TREAT", "ETREAT", "BTG", "CAREMGT", "COC", "PATRQT", "FAMRQT", "PWATRNY", "SUPNWK"),
            Optional.empty());

    private final Set<String> purposes;
    private final Optional<Effect> standard;

    Choice(Set<String> purposes, Optional<Effect> standard) {
        this.purposes = purposes;
        this.standard = standard;
    }

    /** Lower case, words joined by hyphens: the code in Consents and answers. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Choice> byCode(String code) {
        return Arrays.stream(values())
                .filter(choice -> choice.code().equals(code))
                .findFirst();
    }

    /** What holds where nobody answered and no deployment changed it; absent where the choice is then not set. */
    public Optional<Effect> standard() {
        return standard;
    }

    /** Purpose codes it is about; empty where {@link #covers} says more than a list can. */
    public Set<String> purposes() {
        return purposes;
    }

    /** Whether the choice is about this purpose at all. */
    public boolean covers(Purpose purpose) {
        return this == LOCAL_PRACTICE_OPT_OUT ? !purpose.care() : purposes.contains(purpose.code());
    }

    /** Whether the answer is looked up on its own and never votes on an item. */
    public boolean setting() {
        return this == EMERGENCY_OVERRIDE || this == TELL_CLINICIANS_SOMETHING_IS_HIDDEN;
    }

    private static final class Research {
        static final Set<String> PURPOSES = Set.of(
                "HRESCH",
                "BIORCH",
                "CLINTRCH",
                "CLINTRCHNPC",
                "CLINTRCHPC",
                "PRECLINTRCH",
                "DSRCH",
                "POARCH",
                "TRANSRCH");
    }
}
