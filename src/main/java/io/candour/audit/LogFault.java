package io.candour.audit;

/** Ends a verification at the first place that doesn't hold. */
final class LogFault extends Exception {

    private static final long serialVersionUID = 1L;

    LogFault(String place) {
        super(place);
    }
}
