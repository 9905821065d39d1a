package io.candour.consent;

/** What a caller is to the server. It decides which rules apply before any Consent is read. */
public enum CallerKind {
    /** A person asking about records, first of all their own. */
    PATIENT,
    /** A person who may act for somebody else, as far as a proxy grant reaches. */
    PROXY,
    /** Somebody who gives care. */
    PRACTITIONER,
    /** Asks questions of programmes; never reads a record. */
    RESEARCHER,
    /** Answers for privacy (Caldicott guardian); sees the log, never a record. */
    GUARDIAN,
    /** Reads the log and aggregates; never a record. */
    AUDITOR,
    /** A program that acts for nobody in particular. */
    SYSTEM
}
