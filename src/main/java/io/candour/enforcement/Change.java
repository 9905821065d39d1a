package io.candour.enforcement;

import java.time.Duration;

/**
 * An operation that changes something (its definition says {@code affectsState}). Done once, in one transaction with what
 * it writes and its access record; asked by POST alone.
 */
public interface Change extends Operation {

    /**
     * Does it in the transaction at hand; whatever is thrown undoes all of it. An answer other than 200 undoes it too.
     *
     * @param resources writes FHIR resources in the same transaction
     * @throws ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException a refusal that names a parameter
     */
    Answer carryOut(Invocation invocation, ResourceWriter resources);

    /**
     * What is to be settled and kept before, whatever becomes of the change: who may ask, and how often.
     *
     * @throws ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException a refusal
     */
    default void admit(Invocation invocation, Exchange exchange) {}

    /**
     * Where not zero, its answers leave on a beat of this length, counted from when the request came: how long it took is
     * then not to tell whether there was anybody to do it for (I5).
     */
    default Duration beat() {
        return Duration.ZERO;
    }

    @Override
    default Answer answer(Invocation invocation) {
        throw new IllegalStateException("$" + code() + " is carried out, not answered");
    }
}
