package io.candour.demo;

import java.io.Serial;

/** What keeps the demo from starting, as one line that says what to do about it. */
public final class DemoProblem extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    DemoProblem(String line) {
        super(line);
    }

    DemoProblem(String line, Throwable cause) {
        super(line, cause);
    }
}
