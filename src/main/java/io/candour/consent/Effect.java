package io.candour.consent;

/** What a rule says when it matches (R4 consent-provision-type). */
public enum Effect {
    PERMIT,
    DENY
}
