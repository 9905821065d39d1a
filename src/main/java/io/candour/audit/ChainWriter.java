package io.candour.audit;

import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Adds batches to one chain over one connection. After an exception the transaction is rolled back, unless the chain is
 * in doubt: then the connection is of no more use and {@link #resolve} comes first on the next.
 */
final class ChainWriter {

    private final LogConnection log;
    private final Chain chain;
    private final Recheck recheck;

    ChainWriter(LogConnection log, Chain chain, Recheck recheck) {
        this.log = log;
        this.chain = chain;
        this.recheck = recheck;
    }

    /** Answers those whose decision has moved, and commits and answers the rest. Returns how many were committed. */
    int append(List<Waiting> waiting) throws SQLException {
        List<Waiting> kept = new ArrayList<>(waiting);
        try {
            dropMoved(kept);
            if (kept.isEmpty()) {
                log.rollback();
                return 0;
            }
            long at = LogConnection.clockMicros(log.jdbc());
            CopyRows records = new CopyRows();
            Subjects subjects = new Subjects();
            MessageDigest digest = Hash.digest();
            for (int position = 0; position < kept.size(); position++) {
                Waiting next = kept.get(position);
                RecordId id = RecordRow.id(at, next.id());
                RecordRow.Place place = new RecordRow.Place(chain.writer(), chain.next(), position);
                RecordRow.append(records, id, Optional.of(place), next.record());
                records.digestRow(digest);
                subjects.add(next.id(), next.record());
            }
            records.copy(log.jdbc(), "candour.access_record", RecordRow.COLUMNS);
            Batch batch = link(chain.link(Batch.Kind.RECORDS, at, kept.size(), Hash.of(digest)), subjects, kept);
            kept.forEach(recorded -> recorded.durable(batch.atMicros()));
            return kept.size();
        } catch (SQLException | RuntimeException e) {
            undo(e);
            throw e;
        }
    }

    /** Seals rows of FHIR writes that await it, up to a limit. Returns how many. */
    int seal(int limit) throws SQLException {
        try {
            Seals seals = Seals.take(log.jdbc(), limit);
            if (seals.isEmpty()) {
                log.rollback();
                return 0;
            }
            long at = LogConnection.clockMicros(log.jdbc());
            Hash content = seals.insert(log.jdbc(), at, chain.writer(), chain.next());
            link(chain.link(Batch.Kind.SEALS, at, seals.size(), content), new Subjects(), List.of());
            return seals.size();
        } catch (SQLException | RuntimeException e) {
            undo(e);
            throw e;
        }
    }

    /** Finds out what became of the attempt in doubt. Returns those who must be tried again. */
    List<Waiting> resolve() throws SQLException {
        try {
            Batch fence =
                    chain.link(Batch.Kind.FENCE, LogConnection.clockMicros(log.jdbc()), 0, Hash.of(Hash.digest()));
            if (!log.insert(fence, new Subjects())) {
                Hash stored = log.hashAt(chain.writer(), chain.next());
                log.rollback();
                return chain.found(stored);
            }
            commit(fence, List.of());
            return chain.fenced(fence);
        } catch (SQLException | RuntimeException e) {
            undo(e);
            throw e;
        }
    }

    private void dropMoved(List<Waiting> waiting) throws SQLException {
        Set<DecidedOn> decisions = new HashSet<>();
        waiting.forEach(next -> next.record().grounds().decidedOn().ifPresent(decisions::add));
        if (decisions.isEmpty()) {
            return;
        }
        Set<DecidedOn> moved = recheck.moved(log.jdbc(), decisions);
        waiting.removeIf(next -> {
            boolean stale =
                    next.record().grounds().decidedOn().filter(moved::contains).isPresent();
            if (stale) {
                next.stale();
            }
            return stale;
        });
    }

    private Batch link(Batch batch, Subjects subjects, List<Waiting> waiting) throws SQLException {
        if (!log.insert(batch, subjects)) {
            throw new BrokenChainException(batch.writer());
        }
        commit(batch, waiting);
        chain.advance(batch);
        return batch;
    }

    private void commit(Batch batch, List<Waiting> waiting) throws SQLException {
        try {
            log.commit();
        } catch (SQLException e) {
            chain.doubt(batch, waiting);
            throw e;
        }
    }

    private void undo(Exception failure) {
        if (!chain.isInDoubt()) {
            try {
                log.rollback();
            } catch (SQLException e) {
                failure.addSuppressed(e);
            }
        }
    }
}
