package io.candour.portal;

/** The issuer does not answer. The visitor stays signed in: it may answer the next time. */
final class IssuerAway extends RuntimeException {
    private static final long serialVersionUID = 1L;

    IssuerAway(String why, Throwable cause) {
        super(why, cause);
    }

    IssuerAway(String why) {
        super(why);
    }
}
