package io.candour.audit;

/** The database holds a batch of this writer that it never sent: the chain can't be continued with confidence. */
final class BrokenChainException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BrokenChainException(int writer) {
        super("somebody else has written to the access log as writer " + writer);
    }
}
