package io.candour.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Stops processes: first politely, then not, and returns only when they are gone. */
public final class Processes {
    private static final Duration POLITE = Duration.ofSeconds(30);
    private static final Duration FORCED = Duration.ofSeconds(10);

    private Processes() {}

    /**
     * Stops what the pid file names and what descends from it.
     *
     * @param pidFile first line: one or more process ids; a file that isn't there names nobody
     * @param mark text that our processes carry in their command line: a recycled pid is nobody of ours
     */
    public static void stopNamedIn(Path pidFile, String mark) {
        stop(namedIn(pidFile)
                .filter(process -> process.info().commandLine().orElse("").contains(mark))
                .toList());
    }

    public static void stop(List<ProcessHandle> roots) {
        List<ProcessHandle> all = roots.stream()
                .flatMap(root -> Stream.concat(root.descendants(), Stream.of(root)))
                .distinct()
                .toList();
        all.forEach(ProcessHandle::destroy);
        if (!goneWithin(all, POLITE)) {
            all.forEach(ProcessHandle::destroyForcibly);
            if (!goneWithin(all, FORCED)) {
                throw new IllegalStateException("These processes do not stop: " + pids(all));
            }
        }
    }

    static void write(Path pidFile, ProcessHandle root) throws IOException {
        Files.writeString(
                pidFile, pids(Stream.concat(Stream.of(root), root.descendants()).toList()));
    }

    private static String pids(List<ProcessHandle> processes) {
        return processes.stream().map(process -> Long.toString(process.pid())).collect(Collectors.joining(" "));
    }

    private static Stream<ProcessHandle> namedIn(Path pidFile) {
        if (!Files.exists(pidFile)) {
            return Stream.empty();
        }
        try (Stream<String> lines = Files.lines(pidFile)) {
            return lines
                    .limit(1)
                    .flatMap(line -> Arrays.stream(line.trim().split("\\s+")))
                    .filter(pid -> pid.matches("\\d+"))
                    .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
                    .toList()
                    .stream();
        } catch (IOException unreadable) {
            throw new DemoProblem("Cannot read " + pidFile + ": make it readable or delete it", unreadable);
        }
    }

    private static boolean goneWithin(List<ProcessHandle> processes, Duration time) {
        try {
            CompletableFuture.allOf(
                            processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new))
                    .get(time.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException stillThere) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
