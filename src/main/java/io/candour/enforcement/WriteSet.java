package io.candour.enforcement;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What one transaction writes, by reference: the last state of each resource, whatever HAPI's hooks said in which order.
 *
 * <p>Bound to the transaction; used by its one thread.
 */
final class WriteSet {
    /** How a resource came into its last state. */
    enum Kind {
        CREATED("create", 201),
        UPDATED("update", 200),
        DELETED("delete", 204);

        final String interaction;
        final int status;

        Kind(String interaction, int status) {
            this.interaction = interaction;
            this.status = status;
        }
    }

    /** @param resource the state written; of a deleted one, what is gone */
    record Write(Kind kind, IBaseResource resource) {}

    private final Map<String, Write> writes = new LinkedHashMap<>();
    private Optional<Exchange> exchange = Optional.empty();
    private Optional<Answer> answer = Optional.empty();

    private WriteSet() {}

    /** The set of the transaction at hand, begun where there was none. */
    static WriteSet current() {
        WriteSet current = (WriteSet) TransactionSynchronizationManager.getResource(WriteSet.class);
        if (current == null) {
            current = new WriteSet();
            TransactionSynchronizationManager.bindResource(WriteSet.class, current);
            TransactionSynchronizationManager.registerSynchronization(new Suspension(current));
        }
        return current;
    }

    /** Takes the set away from the transaction at hand, which ends. */
    static Optional<WriteSet> detach() {
        return Optional.ofNullable(
                (WriteSet) TransactionSynchronizationManager.unbindResourceIfPossible(WriteSet.class));
    }

    void add(Kind kind, IBaseResource resource, Exchange by) {
        String reference = reference(resource);
        Write before = writes.get(reference);
        boolean stillNew = before != null && before.kind() == Kind.CREATED && kind == Kind.UPDATED;
        writes.put(reference, new Write(stillNew ? Kind.CREATED : kind, resource));
        exchange = Optional.of(by);
    }

    /** Tells what an operation answers that did all this, and maybe more that is no resource. */
    void answers(Answer given, Exchange by) {
        answer = Optional.of(given);
        exchange = Optional.of(by);
    }

    /** What the operation answers that did this; empty for a plain write. */
    Optional<Answer> answer() {
        return answer;
    }

    Map<String, Write> writes() {
        return writes;
    }

    Exchange exchange() {
        return exchange.orElseThrow();
    }

    /** HAPI runs small transactions inside a larger one; these must not commit what the larger one collected. */
    private record Suspension(WriteSet set) implements TransactionSynchronization {
        @Override
        public void suspend() {
            TransactionSynchronizationManager.unbindResourceIfPossible(WriteSet.class);
        }

        @Override
        public void resume() {
            TransactionSynchronizationManager.bindResource(WriteSet.class, set);
        }
    }

    static String reference(IBaseResource resource) {
        return resource.fhirType() + "/" + resource.getIdElement().getIdPart();
    }
}
