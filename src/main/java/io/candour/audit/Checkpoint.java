package io.candour.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the log held at one moment: where chains stood, and the checkpoint before. Whoever keeps one outside the database
 * can later tell any change to what it covers.
 *
 * @param number from 1; without gaps but for those that a restore left
 * @param previous hash of the body of the checkpoint before, {@link Hash#ZERO} for the first
 * @param closes rows of before this time may have been dropped, by the owner's command for retention
 * @param lost set by an operator after a restore: the last checkpoint known outside, which this database does not hold
 * @param heads the chains that have moved since the checkpoint before, or more
 */
record Checkpoint(
        long number, Instant at, Hash previous, Optional<Instant> closes, Optional<Lost> lost, List<Head> heads) {

    /** The latest batch of a writer. */
    record Head(int writer, long sequence, Hash hash) {}

    /** Nothing is claimed of what came after the checkpoint before this one, up to the one named here. */
    record Lost(long number, Hash hash) {}

    private static final String TITLE = "candour access log checkpoint 1";

    Checkpoint {
        Objects.requireNonNull(closes, "closes");
        Objects.requireNonNull(lost, "lost");
        heads = List.copyOf(heads);
    }

    /** The text that is signed: lines of words, the last one ended too. */
    String body() {
        StringBuilder text = new StringBuilder(TITLE).append("\nnumber ").append(number);
        text.append("\nat ")
                .append(at)
                .append("\nprevious ")
                .append(previous.hex())
                .append('\n');
        closes.ifPresent(until -> text.append("closes ").append(until).append('\n'));
        lost.ifPresent(until -> text.append("lost ")
                .append(until.number())
                .append(' ')
                .append(until.hash().hex())
                .append('\n'));
        heads.forEach(head -> text.append("head ")
                .append(head.writer())
                .append(' ')
                .append(head.sequence())
                .append(' ')
                .append(head.hash().hex())
                .append('\n'));
        return text.toString();
    }

    Hash hash() {
        return Hash.of(body().getBytes(UTF_8));
    }

    /** @throws IllegalArgumentException for anything but what {@link #body} writes */
    static Checkpoint parse(String body) {
        List<String> lines = body.lines().toList();
        try {
            Optional<Instant> closes = Optional.empty();
            Optional<Lost> lost = Optional.empty();
            List<Head> heads = new ArrayList<>();
            for (String line : lines.subList(4, lines.size())) {
                String[] words = line.split(" ");
                if (words[0].equals("closes")) {
                    closes = Optional.of(Instant.parse(words[1]));
                } else if (words[0].equals("lost")) {
                    lost = Optional.of(new Lost(Long.parseLong(words[1]), new Hash(words[2])));
                } else {
                    heads.add(new Head(Integer.parseInt(words[1]), Long.parseLong(words[2]), new Hash(words[3])));
                }
            }
            Checkpoint parsed = new Checkpoint(
                    Long.parseLong(word(lines.get(1))),
                    Instant.parse(word(lines.get(2))),
                    new Hash(word(lines.get(3))),
                    closes,
                    lost,
                    heads);
            if (parsed.body().equals(body)) {
                return parsed;
            }
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("not a checkpoint of the access log", e);
        }
        throw new IllegalArgumentException("not a checkpoint of the access log");
    }

    private static String word(String line) {
        return line.substring(line.indexOf(' ') + 1);
    }
}
