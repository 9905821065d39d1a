package io.candour.release;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A copy of rows on its way to a programme: asked for, made, let out.
 *
 * @param recipient ODS code of whose programme it is for
 * @param asker {@link io.candour.consent.Caller#id()}
 * @param reason what it is asked for, in the asker's words
 * @param latest the last time it was made
 * @param decisions what guardians said, in order; of run 0 may it be made, else may that of this run leave
 */
record Extract(
        String id,
        String programme,
        String recipient,
        Instant at,
        String asker,
        String askerName,
        String reason,
        Optional<Run> latest,
        List<Decision> decisions)
        implements Passing {

    /** Why one does not leave, whoever says it may. */
    enum Held {
        /** There are few people in it. */
        FEW,
        /** Somebody was in it who had not said yes. */
        INCIDENT
    }

    /**
     * One making.
     *
     * @param number from 1
     * @param ground as {@link Ground#of} has it; empty of what was made before it was kept
     * @param people how many are in it
     * @param made what was made; empty where it is held
     */
    record Run(
            int number,
            Instant at,
            String ground,
            Optional<Instant> validUntil,
            Optional<Held> held,
            int people,
            Optional<Made> made) {}

    /**
     * What goes with an extract.
     *
     * @param manifest version of what it may hold
     * @param key name of the key that its pseudonyms are made with
     * @param sealedFor fingerprint of the certificate that it is sealed for
     */
    record Made(String manifest, String key, ExtractTerms.Dates dates, String sealedFor, List<File> files) {
        public Made {
            files = List.copyOf(files);
        }
    }

    /**
     * One file of it, of one type.
     *
     * @param lines how many items
     * @param content SHA-256 of the lines, as hexadecimal digits
     * @param sealed SHA-256 of the file as it is sealed
     */
    record File(String name, String type, long lines, String content, String sealed) {}

    Extract {
        decisions = List.copyOf(decisions);
    }

    @Override
    public Optional<Integer> run() {
        return latest.map(Run::number);
    }

    @Override
    public boolean isHeld() {
        return latest.flatMap(Run::held).isPresent();
    }
}
