package io.candour.server.command;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Carries out a plan, one stage after the other, with so many parcels on the way at once. A part of a file is read
 * only when there is room for it on the way, so that no more than those are ever in memory.
 */
final class Importer {
    private final Delivery delivery;
    private final ImportState state;
    private final ImportReport report;
    private final Progress progress;
    private final int concurrency;
    private final int batchSize;
    private final CountDownLatch stop;
    private final Semaphore room;
    private final AtomicInteger unservedInARow = new AtomicInteger();
    private volatile Optional<Throwable> broken = Optional.empty();

    Importer(
            Delivery delivery,
            ImportState state,
            ImportReport report,
            Progress progress,
            int concurrency,
            int batchSize,
            CountDownLatch stop) {
        this.delivery = delivery;
        this.state = state;
        this.report = report;
        this.progress = progress;
        this.concurrency = concurrency;
        this.batchSize = batchSize;
        this.stop = stop;
        this.room = new Semaphore(concurrency);
    }

    /**
     * Loads what can be loaded; what became of it is in the report. When stopped, what is on the way is still
     * answered for and nothing new is sent.
     *
     * @throws IOException the run broke off, as when the state cannot be written; what was loaded until then is in it
     */
    void run(ImportPlan plan) throws IOException, InterruptedException {
        ExecutorService workers = Executors.newFixedThreadPool(concurrency);
        try {
            for (Stage stage : Stage.values()) {
                for (SourceFile file : plan.files()) {
                    if (file.stage() == stage && !isStopped()) {
                        load(file, workers);
                    }
                }
                room.acquire(concurrency);
                room.release(concurrency);
            }
        } finally {
            workers.shutdown();
        }
        if (broken.isPresent()) {
            throw new IOException("broke off: " + broken.get(), broken.get());
        }
    }

    private void load(SourceFile file, ExecutorService workers) throws IOException, InterruptedException {
        if (state.isLoaded(file.sha256())) {
            report.fileSkipped();
            skip(file.resources());
            return;
        }
        var ending = new FileEnding(file);
        if (file.form() == SourceFile.Form.TRANSACTION) {
            room.acquire();
            if (isStopped()) {
                room.release();
                return;
            }
            ending.begin();
            submit(new Transaction(file), ending, workers);
        } else {
            loadParts(file, ending, workers);
        }
        ending.end(true);
    }

    private void loadParts(SourceFile file, FileEnding ending, ExecutorService workers) throws InterruptedException {
        try (Entries entries = Entries.of(file)) {
            boolean more = true;
            while (more) {
                room.acquire();
                more = false;
                try {
                    more = !isStopped() && loadPart(entries, ending, workers);
                } finally {
                    if (!more) {
                        room.release();
                    }
                }
            }
            if (isStopped()) {
                ending.fail();
            } else if (!file.isUnchanged()) {
                ending.changed();
            }
        } catch (UnreadableFile | IOException e) {
            ending.changed();
        }
    }

    /**
     * Reads the next part into the room that was made for it; false at the end of the file, with the room unused. A
     * method of its own, so that no variable still holds the last part while the next is read.
     */
    private boolean loadPart(Entries entries, FileEnding ending, ExecutorService workers)
            throws IOException, UnreadableFile {
        Optional<Batch> part = entries.nextPart(batchSize);
        if (part.isEmpty()) {
            return false;
        }
        Optional<Batch> open = withoutLoaded(part.get());
        if (open.isEmpty()) {
            room.release();
        } else {
            ending.begin();
            submit(open.get(), ending, workers);
        }
        return true;
    }

    private Optional<Batch> withoutLoaded(Batch part) {
        List<Parcel.Item> open = state.isLoaded(part.sha256())
                ? List.of()
                : part.items().stream()
                        .filter(item -> !state.isLoaded(item.sha256()))
                        .toList();
        skip(part.items().size() - open.size());
        return open.isEmpty() ? Optional.empty() : Optional.of(part.only(open));
    }

    private void skip(int resources) {
        report.skipped(resources);
        progress.advance(resources);
    }

    private void submit(Parcel parcel, FileEnding ending, ExecutorService workers) {
        workers.execute(() -> {
            try {
                ending.end(send(parcel));
            } catch (IOException | RuntimeException | Error e) {
                broken = Optional.of(e);
                stop.countDown();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                stop.countDown();
            } finally {
                room.release();
            }
        });
    }

    /** Whether all of it is on the server now. */
    private boolean send(Parcel parcel) throws IOException, InterruptedException {
        boolean sentBefore = state.isUnanswered(parcel.sha256());
        state.sent(parcel.sha256(), parcel.name());
        List<Outcome> outcomes = delivery.deliver(parcel, sentBefore);
        boolean isLoaded = outcomes.stream().noneMatch(outcome -> outcome.kind() == Outcome.Kind.FAILED);
        if (isLoaded) {
            state.loaded(parcel.sha256(), parcel.name());
        } else {
            for (Outcome outcome : outcomes) {
                if (outcome.kind() != Outcome.Kind.FAILED) {
                    state.loaded(outcome.item().sha256(), outcome.item().name());
                }
            }
            if (outcomes.stream().allMatch(Outcome::certain)) {
                state.refused(parcel.sha256(), parcel.name());
            }
        }
        outcomes.forEach(report::ended);
        progress.advance(outcomes.stream()
                .mapToLong(outcome -> outcome.item().resources())
                .sum());
        giveUpIfUnserved(outcomes);
        return isLoaded;
    }

    /** With the server or its tokens gone, every further file would only wait and fail in its turn. */
    private void giveUpIfUnserved(List<Outcome> outcomes) {
        int status = outcomes.get(0).verdict().status();
        boolean isUnserved = outcomes.get(0).kind() == Outcome.Kind.FAILED && (status == 0 || status == 401);
        if (!isUnserved) {
            unservedInARow.set(0);
        } else if (unservedInARow.incrementAndGet() > concurrency) {
            report.gaveUp(outcomes.get(0).verdict().reason());
            stop.countDown();
        }
    }

    private boolean isStopped() {
        return stop.getCount() == 0;
    }

    /** Knows when the last part of a file has been answered. */
    private final class FileEnding {
        private final SourceFile file;
        private final AtomicInteger open = new AtomicInteger(1);
        private volatile boolean failed;

        FileEnding(SourceFile file) {
            this.file = file;
        }

        void begin() {
            open.incrementAndGet();
        }

        void fail() {
            failed = true;
        }

        void changed() {
            report.lost(file, "the file has changed since it was read");
            failed = true;
        }

        void end(boolean isLoaded) throws IOException {
            if (!isLoaded) {
                failed = true;
            }
            if (open.decrementAndGet() == 0) {
                if (!failed) {
                    state.loaded(file.sha256(), file.name());
                }
                report.fileEnded(!failed);
            }
        }
    }
}
