package io.candour.bench;

/** Why there is no result, in one line. */
final class BenchFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BenchFailure(String line) {
        super(line);
    }
}
