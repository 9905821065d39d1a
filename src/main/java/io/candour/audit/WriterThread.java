package io.candour.audit;

import io.micrometer.core.instrument.Timer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Empties the queue into the log, one batch a commit, through lost connections and rows that can't be stored. */
final class WriterThread {

    private static final Logger LOG = LoggerFactory.getLogger(WriterThread.class);
    private static final int SEALS_A_ROUND = 500;
    private static final Duration BETWEEN_CONNECTS = Duration.ofMillis(100);
    private static final Duration BETWEEN_MONTHS = Duration.ofHours(6);

    /** For how long a batch waits for records that are on their way: about what a commit takes. */
    private static final long GATHERING_NANOS = 2_000_000;

    private final AccessLogSettings settings;
    private final BlockingQueue<Waiting> queue;
    private final ConnectionSource connections;
    private final Recheck recheck;
    private final LogMetrics metrics;
    private final Thread thread = new Thread(this::run, "access-log");

    private final AtomicInteger coming = new AtomicInteger();
    private volatile boolean accepting = true;
    private volatile boolean connected;

    private Optional<LogConnection> connection = Optional.empty();
    private Optional<Chain> chain = Optional.empty();
    private final Timetable connects = new Timetable(BETWEEN_CONNECTS);
    private final Timetable months = new Timetable(BETWEEN_MONTHS);
    private final Timetable seals;

    WriterThread(
            AccessLogSettings settings,
            BlockingQueue<Waiting> queue,
            ConnectionSource connections,
            Recheck recheck,
            LogMetrics metrics) {
        this.settings = settings;
        this.queue = queue;
        this.connections = connections;
        this.recheck = recheck;
        this.metrics = metrics;
        this.seals = new Timetable(settings.sealEvery());
    }

    AccessLog.Coming coming() {
        coming.incrementAndGet();
        return coming::decrementAndGet;
    }

    void start() {
        thread.start();
    }

    boolean isAccepting() {
        return accepting;
    }

    boolean isConnected() {
        return connected;
    }

    /** A record queued while the writer was ending may have been left behind: nobody else would answer it. */
    void afterOffer(Waiting waiting) {
        if (!accepting && queue.remove(waiting)) {
            waiting.unavailable("the access log is closed", null);
        }
    }

    void close() {
        accepting = false;
        try {
            thread.join(settings.patience().toMillis() * 2);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (accepting || !queue.isEmpty()) {
                List<Waiting> batch = take();
                write(batch);
                seal();
                makeMonths();
            }
            while (chain.filter(Chain::isInDoubt).isPresent()
                    && awaited(chain.get().undecided())) {
                write(take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            accepting = false;
            drop(connection);
            List<Waiting> left = new ArrayList<>();
            queue.drainTo(left);
            chain.ifPresent(last -> left.addAll(last.undecided()));
            left.forEach(waiting -> waiting.unavailable("the access log is closed", null));
        }
    }

    private List<Waiting> take() throws InterruptedException {
        List<Waiting> batch = new ArrayList<>();
        Waiting first = queue.poll(Math.min(settings.sealEvery().toMillis(), 100), TimeUnit.MILLISECONDS);
        if (first != null) {
            batch.add(first);
            gather(batch);
        }
        return batch;
    }

    /** Half of what a request costs here is its share of a commit: the more share one, the better. */
    private void gather(List<Waiting> batch) throws InterruptedException {
        long end = System.nanoTime() + GATHERING_NANOS;
        queue.drainTo(batch, settings.batch() - batch.size());
        while (batch.size() < Math.min(coming.get(), settings.batch())) {
            Waiting next = queue.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next == null) {
                return;
            }
            batch.add(next);
            queue.drainTo(batch, settings.batch() - batch.size());
        }
    }

    private void write(List<Waiting> batch) {
        List<Waiting> all = new ArrayList<>(batch);
        try {
            if (ready()) {
                all.addAll(resolveDoubt());
            }
            append(all);
        } catch (SQLException | RuntimeException e) {
            lost(e, all);
        }
    }

    private void append(List<Waiting> batch) throws SQLException {
        batch.removeIf(waiting -> !waiting.isAwaited());
        if (batch.isEmpty()) {
            return;
        }
        if (!connected) {
            throw new SQLException("the access log's database is away");
        }
        Timer.Sample sample = Timer.start();
        try {
            int recorded = writer().append(batch);
            sample.stop(metrics.commit);
            metrics.batch.record(recorded);
            metrics.redone.increment(batch.size() - recorded);
        } catch (SQLException e) {
            if (chain.orElseThrow().isInDoubt() || !isOfOneRow(e)) {
                throw e;
            }
            bisect(batch, e);
        }
    }

    /** One row that the database refuses must refuse one request, not those that were in its batch by chance. */
    private void bisect(List<Waiting> batch, SQLException cause) throws SQLException {
        if (batch.size() == 1) {
            LOG.error("A record can't be stored and its request is refused: {}", Faults.describe(cause));
            metrics.poison.increment();
            batch.get(0).unavailable("the record can't be stored", cause);
            return;
        }
        int half = batch.size() / 2;
        append(new ArrayList<>(batch.subList(0, half)));
        append(new ArrayList<>(batch.subList(half, batch.size())));
    }

    /** Data exceptions, integrity violations and exceeded limits: what a row can cause (SQLSTATE classes 22, 23, 54). */
    private static boolean isOfOneRow(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.startsWith("22") || state.startsWith("23") || state.startsWith("54");
    }

    private void seal() {
        if (!connected || !seals.isDue()) {
            return;
        }
        try {
            int sealed = writer().seal(SEALS_A_ROUND);
            metrics.sealed.increment(sealed);
            if (sealed < SEALS_A_ROUND) {
                seals.done();
            }
        } catch (SQLException | RuntimeException e) {
            lost(e, List.of());
        }
    }

    private void makeMonths() {
        if (!connected || !months.isDue()) {
            return;
        }
        months.done();
        LogConnection log = connection.orElseThrow();
        try {
            int made = log.makeMonths();
            log.commit();
            if (made > 0) {
                LOG.info("Made {} partitions of the access log", made);
            }
        } catch (SQLException e) {
            LOG.warn(
                    "The access log's next months could not be made; the default partition takes their rows: {}",
                    Faults.describe(e));
            try {
                log.rollback();
            } catch (SQLException lost) {
                lost(lost, List.of());
            }
        }
    }

    private boolean ready() throws SQLException {
        if (connected) {
            return true;
        }
        if (!connects.isDue()) {
            return false;
        }
        connects.done();
        LogConnection opened = LogConnection.open(connections, settings.patience());
        connection = Optional.of(opened);
        if (chain.isPresent() && !opened.holds(chain.get())) {
            throw new BrokenChainException(chain.get().writer());
        }
        if (chain.isEmpty()) {
            chain = Optional.of(opened.newChain(settings.instance()));
        }
        connected = true;
        LOG.info("The access log writes as writer {}", chain.get().writer());
        return true;
    }

    private List<Waiting> resolveDoubt() throws SQLException {
        return chain.orElseThrow().isInDoubt() ? writer().resolve() : List.of();
    }

    private ChainWriter writer() {
        return new ChainWriter(connection.orElseThrow(), chain.orElseThrow(), recheck);
    }

    /** The connection is not to be trusted any more. Who waits for an attempt in doubt goes on waiting, the rest are told. */
    private void lost(Exception failure, List<Waiting> batch) {
        if (connected) {
            LOG.error("The access log lost its database: {}", Faults.describe(failure));
        }
        drop(connection);
        List<Waiting> undecided = chain.map(Chain::undecided).orElse(List.of());
        List<Waiting> told = new ArrayList<>(batch);
        told.removeAll(undecided);
        undecided.stream().filter(Waiting::isOverdue).forEach(told::add);
        if (failure instanceof BrokenChainException) {
            told.addAll(undecided);
            chain = Optional.empty();
        }
        for (Waiting waiting : told) {
            if (waiting.isAwaited()) {
                metrics.unavailable.increment();
                waiting.unavailable("the access log is unavailable", failure);
            }
        }
    }

    private void drop(Optional<LogConnection> old) {
        connected = false;
        connection = Optional.empty();
        old.ifPresent(log -> {
            try {
                log.close();
            } catch (SQLException e) {
                LOG.debug("Closing a lost connection failed: {}", Faults.describe(e));
            }
        });
    }

    private static boolean awaited(List<Waiting> waiting) {
        return waiting.stream().anyMatch(Waiting::isAwaited);
    }
}
