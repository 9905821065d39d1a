package io.candour.enforcement;

/**
 * What can be asked beyond reads and searches (R4 3.2.0 'Operations'). An operation knows no HTTP and sends nothing: the
 * gate has checked who asks and what was given, and its answer is recorded before it leaves.
 *
 * <p>To add one: implement this as a bean; describe it in {@code operation/[code].json} beside this class; name it in
 * {@code allow-list.yaml}. What the question is about is worked out in the room that holds it; one about secondary uses is a bean of {@code release}.
 */
public interface Operation {
    /** Its code, without the dollar sign. */
    String code();

    /**
     * Answers on what is committed now, or may have been a moment ago if it {@link #restsOnSnapshots}; asked again where that
     * has moved before the record of the answer was durable. Safe for use by many threads.
     *
     * @throws ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException a refusal that names a parameter
     */
    Answer answer(Invocation invocation);

    /**
     * Whether an answer rests on snapshots and an epoch that must still stand when it is recorded: then who the caller is need
     * not be looked up first, and snapshots that are a moment old may do ({@link RecordPath#recentVerdicts}).
     */
    default boolean restsOnSnapshots() {
        return false;
    }
}
