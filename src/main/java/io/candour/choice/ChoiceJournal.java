package io.candour.choice;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Every Consent as written, kept in a second database as well, so that a restore of the first loses no choice.
 *
 * <p>A Consent is noted right before its transaction commits, and confirmed after. One that is noted and not confirmed
 * may or may not have been committed, and nobody was told that it was. Only ever added to. Safe for use by many threads
 * and replicas.
 */
public final class ChoiceJournal {
    private final JdbcTemplate journal;

    /** @param journal the database that has the tables of {@code journal}; its statements commit on their own */
    public ChoiceJournal(JdbcTemplate journal) {
        this.journal = journal;
    }

    /**
     * One Consent as it was to be stored.
     *
     * @param number in the order of the notes
     * @param content FHIR JSON
     */
    public record Note(long number, String consent, long version, String content) {}

    /**
     * Notes a Consent that is about to be committed.
     *
     * @return the note's number, for {@link #confirm}
     * @throws org.springframework.dao.DataAccessException if it can't: then the Consent must not be committed
     */
    public long note(String consent, long version, String content) {
        return Objects.requireNonNull(journal.queryForObject(
                "insert into journal.choice (consent, version, content) values (?, ?, ?) returning number",
                Long.class,
                consent,
                version,
                content));
    }

    /** These were committed. */
    public void confirm(Collection<Long> numbers) {
        journal.update("insert into journal.confirmed (number) select unnest(?) on conflict do nothing", (Object)
                numbers.toArray(Long[]::new));
    }

    /** The latest confirmed version of each Consent noted since then, by the Consent's id. */
    public Map<String, Long> confirmedSince(Instant since) {
        Map<String, Long> versions = new HashMap<>();
        journal.query(
                """
                select c.consent, max(c.version) from journal.choice c join journal.confirmed using (number)
                where c.at >= ? group by c.consent
                """,
                row -> {
                    versions.put(row.getString(1), row.getLong(2));
                },
                at(since));
        return versions;
    }

    /** All notes since then of these Consents, in their order; also of what was not confirmed: it was asked for. */
    public List<Note> since(Instant since) {
        return journal.query(
                "select number, consent, version, content from journal.choice where at >= ? order by number",
                (row, number) -> new Note(row.getLong(1), row.getString(2), row.getLong(3), row.getString(4)),
                at(since));
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
