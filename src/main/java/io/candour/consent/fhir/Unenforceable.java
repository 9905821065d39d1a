package io.candour.consent.fhir;

/** Ends the reading of a Consent at the element that can't be honoured; never leaves this room. */
final class Unenforceable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String element;
    private final String reason;

    Unenforceable(String element, String reason) {
        super(element + ": " + reason, null, false, false);
        this.element = element;
        this.reason = reason;
    }

    Compilation.Refused refused() {
        return new Compilation.Refused(element, reason);
    }
}
