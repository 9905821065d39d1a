package io.candour.consent;

/** HL7 v3-Confidentiality, from unrestricted to very restricted; the declaration order is the standard's order. */
public enum Confidentiality {
    U,
    L,
    M,
    N,
    R,
    V
}
