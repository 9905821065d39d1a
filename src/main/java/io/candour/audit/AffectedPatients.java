package io.candour.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Who was affected by what a caller did: the question after a theft of credentials or a bulk read. For guardian and
 * auditor; that they asked is recorded by whoever asks. Safe for use by many threads.
 */
public final class AffectedPatients {

    // Items of a record are all patients' where none is said to be anybody's in particular; else by position.
    private static final String QUERY =
            """
            with touched as (
              select p.patient, r.at, r.outcome = 'PERMITTED' as answered,
                case when cardinality(r.item_patients) = 0 then cardinality(r.items)
                  else (select count(*) from unnest(r.item_patients) owners
                    where (p.position - 1)::text = any (string_to_array(owners, ' '))) end as items
              from candour.access_record r cross join unnest(r.patients) with ordinality p (patient, position)
              where r.agent_id = ? and r.at >= ? and r.at < ? and p.patient collate "C" > ?)
            select patient, count(*) filter (where answered), count(*) filter (where not answered),
              coalesce(sum(items) filter (where answered), 0), min(at), max(at)
            from touched group by patient order by patient collate "C" limit ?""";

    private final DataSource source;

    public AffectedPatients(DataSource source) {
        this.source = source;
    }

    /**
     * The patients whom a caller's requests in a period named, in order of their ids.
     *
     * @param agent an {@link Agent#id}
     * @param from inclusive
     * @param before exclusive
     * @param after the last patient of the page before this one
     * @param count how many at most, 1 to 10000
     */
    public List<AffectedPatient> by(String agent, Instant from, Instant before, Optional<String> after, int count) {
        if (count < 1 || count > 10_000) {
            throw new IllegalArgumentException("count must be 1 to 10000, not " + count);
        }
        try (Connection connection = source.getConnection();
                PreparedStatement select = connection.prepareStatement(QUERY)) {
            select.setString(1, agent);
            select.setObject(2, from.atOffset(ZoneOffset.UTC));
            select.setObject(3, before.atOffset(ZoneOffset.UTC));
            select.setString(4, after.orElse(""));
            select.setInt(5, count);
            try (ResultSet row = select.executeQuery()) {
                List<AffectedPatient> found = new ArrayList<>();
                while (row.next()) {
                    found.add(new AffectedPatient(
                            row.getString(1),
                            row.getLong(2),
                            row.getLong(3),
                            row.getLong(4),
                            row.getObject(5, OffsetDateTime.class).toInstant(),
                            row.getObject(6, OffsetDateTime.class).toInstant()));
                }
                return found;
            }
        } catch (SQLException e) {
            throw new AccessLogUnavailableException("the access log can't be read", Duration.ofSeconds(2), e);
        }
    }
}
