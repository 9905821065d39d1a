package io.candour.release;

import io.candour.choice.SnapshotStore;
import io.candour.release.Extract.Run;
import io.candour.release.Passing.State;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes files of extracts that nobody is to have any more, on one replica at a time: of one that was refused, whose
 * programme is over, or that somebody is in who does not say yes any more; of one that was let out, from when somebody is to
 * be erased from it; and what a crash left half made. Used inside a transaction. Safe for use by many threads, and by
 * replicas that share the directory.
 *
 * <p>A file that is held is looked at once more under its recipient's lock: whoever makes one or lets one out has that until
 * they have committed. What can't be had now is for the next round, as is what a crash comes between: the database says what
 * is to be there, and each file goes whole. Files of extracts that the database does not know are left alone: they are
 * somebody else's, or older than it.
 */
final class ExtractSweep {
    private static final Logger LOGGER = LoggerFactory.getLogger(ExtractSweep.class);

    private final Extracts extracts;
    private final ExtractLedger people;
    private final Programmes programmes;
    private final Questions questions;
    private final Willingness willingness;
    private final SnapshotStore clock;
    private final ExtractRules rules;

    ExtractSweep(
            Extracts extracts,
            ExtractLedger people,
            Programmes programmes,
            Questions questions,
            Willingness willingness,
            SnapshotStore clock,
            ExtractRules rules) {
        this.extracts = extracts;
        this.people = people;
        this.programmes = programmes;
        this.questions = questions;
        this.willingness = willingness;
        this.clock = clock;
        this.rules = rules;
    }

    void sweep() {
        rules.place().ifPresent(place -> {
            try {
                if (extracts.nobodyIsSweeping()) {
                    sweep(new ExtractFiles(place.directory()));
                }
            } catch (IOException e) {
                LOGGER.error("Files of extracts can't be deleted, and are later: {}", e.toString());
            }
        });
    }

    private void sweep(ExtractFiles files) throws IOException {
        for (String id : files.held()) {
            Optional<Extract> extract = extracts.find(id);
            if (extract.isPresent()
                    && !isWanted(extract.get(), files)
                    && questions.tryLock(extract.get().recipient())
                    && !isWanted(extracts.find(id).orElseThrow(), files)) {
                files.dropHeld(id);
            }
        }
        // What is there was let out before it was listed, and so before it is asked whether it was.
        for (String id : files.released()) {
            if (extracts.find(id).isPresent() && !extracts.mayBeFetched(id)) {
                files.dropReleased(id);
            }
        }
        if (extracts.nobodyIsMaking()) {
            files.dropMaking();
        }
    }

    /** Whether what is held of it may yet leave as it is. */
    private boolean isWanted(Extract extract, ExtractFiles files) {
        if (extract.state() == State.RELEASED) {
            return extracts.mayBeFetched(extract.id()) && !files.isReleased(extract.id());
        }
        Programme programme = programmes.find(extract.programme()).orElseThrow();
        return extract.state() == State.ANSWERED
                && !programme.isOver(clock.load(List.of()).now())
                && everybodySaysYes(extract, programme);
    }

    private boolean everybodySaysYes(Extract extract, Programme programme) {
        int run = extract.latest().map(Run::number).orElseThrow();
        Set<String> in = people.rested(extract.id(), run).keySet();
        return willingness.of(programme, in).versions().keySet().containsAll(in);
    }
}
