package io.candour.server.fhir;

import io.candour.enforcement.CommitWork;
import jakarta.persistence.EntityManagerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.orm.jpa.EntityManagerHolder;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Does the {@link CommitWork} of a transaction as the very last thing before it commits.
 *
 * <p>A synchronization's beforeCommit would be too early: HAPI fires the hooks of conditional deletes in its own.
 */
final class CommittingTransactionManager extends JpaTransactionManager {
    private static final long serialVersionUID = 1L;

    private final transient ObjectProvider<CommitWork> work;

    /** @param work looked up late: it writes through this same transaction manager's connections */
    CommittingTransactionManager(EntityManagerFactory entityManagerFactory, ObjectProvider<CommitWork> work) {
        super(entityManagerFactory);
        this.work = work;
    }

    @Override
    protected void doCommit(DefaultTransactionStatus status) {
        // HAPI's search indexes of what is written, which the record index copies, have to be in the database.
        if (TransactionSynchronizationManager.getResource(obtainEntityManagerFactory())
                        instanceof EntityManagerHolder holder
                && !status.isReadOnly()) {
            holder.getEntityManager().flush();
        }
        Runnable committed = work.getObject().flush();
        super.doCommit(status);
        committed.run();
    }

    @Override
    protected void doCleanupAfterCompletion(Object transaction) {
        work.getObject().forget();
        super.doCleanupAfterCompletion(transaction);
    }
}
