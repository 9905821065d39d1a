package io.candour.audit;

/**
 * The database does not hold the chain as this writer left it: it was restored, or has a batch that the writer never
 * sent. It can't be continued with confidence.
 */
final class BrokenChainException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BrokenChainException(int writer) {
        super("the access log does not stand where writer " + writer + " left it");
    }
}
