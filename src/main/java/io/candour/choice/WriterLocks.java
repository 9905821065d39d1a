package io.candour.choice;

import java.util.Collection;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Orders the writers of one patient's items, so that what an item has from another is read when that one is settled.
 *
 * <p>Apart from the locks that answers try: whoever reads a record does not wait for its writers, until they have overtaken
 * that reader again and again. Held to the end of the transaction at hand. Safe for use by many threads.
 */
public final class WriterLocks {
    private static final int SEED = 0x77726974;

    private final JdbcTemplate jdbc;

    public WriterLocks(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Waits for these patients' other writers, in one order for all. */
    public void lock(Collection<String> patients) {
        PatientLocks.exclusive(jdbc, SEED, patients);
    }
}
