package io.candour.portal.words;

/** Where a result is, beside the range that came with it. */
public enum Position {
    BELOW,
    IN_RANGE,
    ABOVE,
    /** Said to be unusual, not in which direction. */
    UNUSUAL
}
