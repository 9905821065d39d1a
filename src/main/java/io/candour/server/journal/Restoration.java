package io.candour.server.journal;

import io.candour.audit.Checkpoints;
import io.candour.audit.OutsideCheckpoints;
import io.candour.audit.SignedCheckpoint;
import io.candour.choice.ChoiceJournal;
import io.candour.enforcement.Opening;
import io.candour.record.RecordIndex;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the database against the journal: one that was restored from a backup lacks what is known outside of it, and is
 * closed to readers until an operator has declared that. Safe for use by many threads.
 */
public final class Restoration implements Opening {
    private static final Logger LOGGER = LoggerFactory.getLogger(Restoration.class);

    /** By more than this no two clocks differ, and no transaction is older at its commit. */
    private static final Duration MARGIN = Duration.ofHours(1);

    private final DataSource database;
    private final RecordIndex index;
    private final ChoiceJournal choices;
    private final OutsideCheckpoints checkpoints;
    private volatile boolean open;

    /** Closed until the first {@link #look}. */
    public Restoration(DataSource database, RecordIndex index, Journal journal) {
        this.database = database;
        this.index = index;
        this.choices = journal.choices();
        this.checkpoints = journal.checkpoints();
    }

    /**
     * What the database lacks.
     *
     * @param last its own last checkpoint
     * @param outside the last one known outside
     * @param choices confirmed Consents that it does not have, or not in that version
     * @param since notes of before this are in the database, or given up
     */
    public record Gap(
            Optional<SignedCheckpoint> last,
            Optional<SignedCheckpoint> outside,
            boolean checkpointsLost,
            Map<String, Long> choices,
            Instant since) {}

    @Override
    public boolean open() {
        return open;
    }

    /** Looks, and opens or closes by what is found. Where it can't be found out, all stays as it is. */
    public boolean look() throws SQLException {
        Gap gap = compare();
        boolean whole = !gap.checkpointsLost() && gap.choices().isEmpty();
        if (open && !whole) {
            LOGGER.error("The database was restored: records are closed until the command restored has declared it");
        }
        open = whole;
        return whole;
    }

    /** What is missing; empty where nothing is. */
    public Optional<Gap> gap() throws SQLException {
        Gap gap = compare();
        return gap.checkpointsLost() || !gap.choices().isEmpty() ? Optional.of(gap) : Optional.empty();
    }

    /** Reads outside first: what was kept there had been committed here before. */
    private Gap compare() throws SQLException {
        Optional<SignedCheckpoint> outside = checkpoints.latest();
        Optional<SignedCheckpoint> last = Checkpoints.latest(database);
        boolean lost = outside.isPresent()
                && !Checkpoints.find(database, outside.get().number()).equals(outside);
        Instant since =
                (lost ? last : outside).map(known -> known.at().minus(MARGIN)).orElse(Instant.EPOCH);
        Instant declared = Checkpoints.lastRestored(database).orElse(Instant.EPOCH);
        since = declared.isAfter(since) ? declared : since;
        Map<String, Long> confirmed = new TreeMap<>(choices.confirmedSince(since));
        Map<String, Long> here = index.versions("Consent", confirmed.keySet());
        confirmed.entrySet().removeIf(each -> here.getOrDefault(each.getKey(), 0L) >= each.getValue());
        return new Gap(last, outside, lost, confirmed, since);
    }

    /** What is to be written again, in order: all that is newer than what is here, confirmed or not. */
    public List<ChoiceJournal.Note> missing(Gap gap) {
        List<ChoiceJournal.Note> notes = choices.since(gap.since());
        Map<String, Long> here = index.versions(
                "Consent",
                notes.stream().map(ChoiceJournal.Note::consent).distinct().toList());
        return notes.stream()
                .filter(note -> here.getOrDefault(note.consent(), 0L) < note.version())
                .toList();
    }

    /**
     * Declares the gap and ends it, by a checkpoint that says what is lost.
     *
     * @return empty where a server is taking a checkpoint right now
     */
    public Optional<SignedCheckpoint> declare(Gap gap, Checkpoints signing) throws SQLException {
        Optional<SignedCheckpoint> declared = signing.takeRestored(gap.outside());
        if (declared.isPresent()) {
            checkpoints.keep(declared.get());
        }
        return declared;
    }

    /** Keeps the database's last checkpoint outside as well. */
    public void keepOutside() throws SQLException {
        Optional<SignedCheckpoint> last = Checkpoints.latest(database);
        if (last.isPresent()) {
            checkpoints.keep(last.get());
        }
    }
}
