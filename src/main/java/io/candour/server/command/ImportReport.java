package io.candour.server.command;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Counts what became of every file and resource. Thread-safe. */
final class ImportReport {
    /** Failures past this many are counted, not kept: a report of millions helps nobody and has to fit in memory. */
    static final int LISTED = 10_000;

    private final URI server;
    private final Instant started;
    private final List<Failure> failures = new ArrayList<>();
    private Files files = new Files(0, 0, 0, 0, 0);
    private Resources resources = new Resources(0, 0, 0, 0, 0);
    private Optional<String> gaveUp = Optional.empty();
    private long unlisted;

    /**
     * @param skipped loaded by an earlier run
     * @param notSent left alone because the run ended early
     */
    record Files(int found, int loaded, int skipped, int failed, int notSent) {}

    /** @param alreadyThere stored by an attempt whose answer was lost */
    record Resources(long found, long loaded, long alreadyThere, long skipped, long failed) {}

    /** @param place where in the file; empty for all of it */
    record Failure(String file, String place, int resources, int status, String reason, List<Verdict.Issue> issues) {}

    /** What is written to the report file. */
    record Document(
            String server,
            String started,
            String finished,
            boolean complete,
            Optional<String> gaveUp,
            Files files,
            Resources resources,
            List<Failure> failures,
            long failuresNotListed) {}

    ImportReport(URI server, Instant started) {
        this.server = server;
        this.started = started;
    }

    synchronized void found(ImportPlan plan) {
        int all = plan.files().size() + plan.unreadable().size();
        files = new Files(all, 0, 0, plan.unreadable().size(), plan.files().size());
        resources = new Resources(plan.resources(), 0, 0, 0, 0);
        plan.unreadable().forEach(file -> add(new Failure(file.name(), "", 0, 0, file.reason(), List.of())));
    }

    synchronized void skipped(long count) {
        resources = new Resources(
                resources.found(),
                resources.loaded(),
                resources.alreadyThere(),
                resources.skipped() + count,
                resources.failed());
    }

    synchronized void ended(Outcome outcome) {
        int count = outcome.item().resources();
        Outcome.Kind kind = outcome.kind();
        resources = new Resources(
                resources.found(),
                resources.loaded() + (kind == Outcome.Kind.LOADED ? count : 0),
                resources.alreadyThere() + (kind == Outcome.Kind.ALREADY_THERE ? count : 0),
                resources.skipped(),
                resources.failed() + (kind == Outcome.Kind.FAILED ? count : 0));
        if (kind == Outcome.Kind.FAILED) {
            Verdict verdict = outcome.verdict();
            add(new Failure(
                    outcome.item().file(),
                    outcome.item().place(),
                    count,
                    verdict.status(),
                    verdict.reason(),
                    verdict.issues()));
        }
    }

    synchronized void fileSkipped() {
        files = new Files(files.found(), files.loaded(), files.skipped() + 1, files.failed(), files.notSent() - 1);
    }

    synchronized void fileEnded(boolean isLoaded) {
        files = new Files(
                files.found(),
                files.loaded() + (isLoaded ? 1 : 0),
                files.skipped(),
                files.failed() + (isLoaded ? 0 : 1),
                files.notSent() - 1);
    }

    /** A file that was read when the plan was made and cannot be read now. */
    synchronized void lost(SourceFile file, String reason) {
        add(new Failure(file.name(), "", 0, 0, reason, List.of()));
    }

    synchronized void gaveUp(String reason) {
        gaveUp = Optional.of(reason);
    }

    synchronized Files files() {
        return files;
    }

    synchronized Resources resources() {
        return resources;
    }

    synchronized Document document(Instant finished) {
        return new Document(
                server.toString(),
                started.toString(),
                finished.toString(),
                files.failed() == 0 && files.notSent() == 0,
                gaveUp,
                files,
                resources,
                List.copyOf(failures),
                unlisted);
    }

    static void write(Document document, Path target) throws IOException {
        Json.MAPPER.writerWithDefaultPrettyPrinter().writeValue(target.toFile(), document);
    }

    private void add(Failure failure) {
        if (failures.size() < LISTED) {
            failures.add(failure);
        } else {
            unlisted++;
        }
    }
}
