package io.candour.choice;

import io.candour.choice.KeptConsent.Standing;
import io.candour.consent.Choice;
import io.candour.consent.Directive;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Every Consent stored about each patient and where it stands, in force or not.
 *
 * <p>Joins the transaction at hand. Who writes holds the patient's lock (see {@link SnapshotStore#lock}) and then has
 * the snapshot made anew. Safe for use by many threads.
 */
public final class Choices {
    private static final String ALL =
            """
            select patient, consent, version, status, date_time, place, choice, standing, reason, directive, question,
                superseded_by
            from candour.consent where patient = ? order by place
            """;

    /** All of a patient's Consents before and after one was written. */
    public record Change(List<KeptConsent> before, List<KeptConsent> after) {
        public Change {
            before = List.copyOf(before);
            after = List.copyOf(after);
        }
    }

    private final JdbcTemplate jdbc;

    public Choices(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** All Consents of this patient by {@link KeptConsent#place}; one round trip. */
    public List<KeptConsent> of(String patient) {
        return jdbc.query(ALL, this::kept, patient);
    }

    /**
     * Keeps one Consent in place of its earlier version, and settles what supersedes what.
     *
     * @param written its place and what supersedes it are decided here, whatever they say
     */
    public Change keep(KeptConsent written) {
        List<KeptConsent> before = of(written.patient());
        List<KeptConsent> after = Superseding.after(before, written);
        after.stream().filter(each -> !before.contains(each)).forEach(this::put);
        return new Change(before, after);
    }

    /** What all of a patient's Consents would be if one more were kept; none is. */
    public static List<KeptConsent> after(List<KeptConsent> before, KeptConsent written) {
        return Superseding.after(before, written);
    }

    /** Forgets a deleted Consent. What it superseded stays so: a choice that goes does not bring back an older one. */
    public void forget(String patient, String consent) {
        jdbc.update("delete from candour.consent where patient = ? and consent = ?", patient, consent);
    }

    private void put(KeptConsent kept) {
        jdbc.update(
                """
                insert into candour.consent (patient, consent, version, status, date_time, place, choice, standing, reason,
                    directive, question, superseded_by)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?)
                on conflict (patient, consent) do update set version = excluded.version, status = excluded.status,
                    date_time = excluded.date_time, place = excluded.place, choice = excluded.choice,
                    standing = excluded.standing, reason = excluded.reason, directive = excluded.directive,
                    question = excluded.question, superseded_by = excluded.superseded_by
                """,
                kept.patient(),
                kept.consent(),
                kept.version(),
                kept.status(),
                kept.dateTime().atOffset(ZoneOffset.UTC),
                kept.place(),
                kept.choice().map(Choice::name).orElse(null),
                kept.standing().name(),
                kept.reason().orElse(null),
                kept.directive().map(StoredJson::write).orElse(null),
                kept.question().map(StoredJson::write).orElse(null),
                kept.supersededBy().orElse(null));
    }

    private KeptConsent kept(ResultSet row, int number) throws SQLException {
        Instant dateTime = row.getObject(5, OffsetDateTime.class).toInstant();
        return new KeptConsent(
                row.getString(1),
                row.getString(2),
                row.getLong(3),
                row.getString(4),
                dateTime,
                row.getLong(6),
                Optional.ofNullable(row.getString(7)).map(Choice::valueOf),
                Standing.valueOf(row.getString(8)),
                Optional.ofNullable(row.getString(9)),
                read(row.getString(10), Directive.class),
                read(row.getString(11), Question.class),
                Optional.ofNullable(row.getString(12)));
    }

    private <T> Optional<T> read(@Nullable String stored, Class<T> type) {
        return Optional.ofNullable(stored).map(text -> StoredJson.read(text, type));
    }
}
