package io.candour.audit;

/** What a decision rests on has moved since: nothing was recorded, nothing may leave; decide again. */
public final class StaleDecisionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StaleDecisionException() {
        // One is thrown per lost race and nobody reads its stack.
        super("the ground of the decision has moved", null, false, false);
    }
}
