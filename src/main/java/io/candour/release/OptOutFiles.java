package io.candour.release;

import io.candour.identity.NhsNumber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Asks by files, as the national check service does: {@code out/[name].dat} goes there, an NHS number a line with a comma
 * behind, and {@code in/[name].dat} comes back with those that are not opted out. Whoever carries them is not ours. Both are
 * all that is kept of an answer, as long as it counts; nothing of it is in the database. Safe for use by many threads, and by
 * replicas that share the directory.
 */
final class OptOutFiles implements OptOutService {
    private static final String SUFFIX = ".dat";
    private static final String WRITING = ".tmp";

    private final Path out;
    private final Path in;
    private final Duration keep;
    private final Clock clock;

    OptOutFiles(Path exchange, Duration keep, Clock clock) {
        this.out = exchange.resolve("out");
        this.in = exchange.resolve("in");
        this.keep = keep;
        this.clock = clock;
    }

    @Override
    public Optional<Set<String>> clear(SortedSet<String> numbers) throws IOException {
        forget();
        Set<String> answered = new HashSet<>();
        Set<String> pending = new HashSet<>();
        Set<String> optedOut = new HashSet<>();
        for (Path request : files(out, SUFFIX)) {
            Set<String> asked = read(request);
            Path answer = in.resolve(request.getFileName());
            if (Files.isRegularFile(answer)) {
                Set<String> clear = read(answer);
                if (!asked.containsAll(clear)) {
                    throw new IOException(answer + " has numbers in it that were not asked");
                }
                answered.addAll(asked);
                // Of two answers that both count, whichever says no.
                asked.removeAll(clear);
                optedOut.addAll(asked);
            } else {
                pending.addAll(asked);
            }
        }
        Set<String> missing = new TreeSet<>(numbers);
        missing.removeAll(answered);
        if (missing.isEmpty()) {
            Set<String> clear = new TreeSet<>(numbers);
            clear.removeAll(optedOut);
            return Optional.of(clear);
        }
        missing.removeAll(pending);
        if (!missing.isEmpty()) {
            ask(missing);
        }
        return Optional.empty();
    }

    private void ask(Collection<String> numbers) throws IOException {
        String name = UUID.randomUUID().toString();
        // Whole when it is seen.
        Path writing = out.resolve(name + WRITING);
        Files.write(writing, numbers.stream().map(each -> each + ",").toList());
        Files.move(writing, out.resolve(name + SUFFIX), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Deletes what counts no more, and what a crash left half written: an answer counts from when it was asked. */
    @Override
    public void forget() throws IOException {
        Files.createDirectories(out);
        Files.createDirectories(in);
        Instant oldest = clock.instant().minus(keep);
        for (Path request : files(out, SUFFIX)) {
            if (isBefore(request, oldest)) {
                Files.deleteIfExists(in.resolve(request.getFileName()));
                Files.deleteIfExists(request);
            }
        }
        for (Path writing : files(out, WRITING)) {
            if (isBefore(writing, oldest)) {
                Files.deleteIfExists(writing);
            }
        }
        for (Path answer : files(in, SUFFIX)) {
            if (!Files.exists(out.resolve(answer.getFileName()))) {
                Files.deleteIfExists(answer);
            }
        }
    }

    /** Another replica may just have deleted it. */
    private static boolean isBefore(Path file, Instant oldest) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(oldest);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static List<Path> files(Path directory, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(each -> each.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }

    private static Set<String> read(Path file) throws IOException {
        Set<String> numbers = Files.readAllLines(file).stream()
                .map(line -> line.strip().replaceFirst(",$", ""))
                .filter(line -> !line.isEmpty())
                .collect(Collectors.toCollection(HashSet::new));
        if (!numbers.stream().allMatch(NhsNumber::isValid)) {
            throw new IOException(file + " has something in it that is no NHS number");
        }
        return numbers;
    }
}
