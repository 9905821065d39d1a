package io.candour.portal;

/** The visitor's sign-in is over at the issuer: nothing more can be asked for them. */
final class SignInAgain extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SignInAgain() {
        super("the sign-in is over");
    }
}
