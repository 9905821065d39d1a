package io.candour.server.command;

/**
 * How one item ended.
 *
 * @param verdict the last the server said
 * @param certain whether it is known that nothing of a failed item was stored
 */
record Outcome(Parcel.Item item, Kind kind, Verdict verdict, boolean certain) {
    enum Kind {
        LOADED,
        /** An earlier attempt, whose answer was lost, had stored it. */
        ALREADY_THERE,
        FAILED
    }
}
