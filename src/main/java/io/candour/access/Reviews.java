package io.candour.access;

import io.candour.access.Review.Done;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The guardian's queue: every emergency and claim there was, each to be reviewed once and by somebody else.
 *
 * <p>Kept as rows and not as FHIR Tasks in the record: a guardian may see no record, and a patient's record is not where
 * staff are judged. Joins the transaction at hand. Safe for use by many threads.
 */
public final class Reviews {
    private static final String ALL =
            """
            select id, patient, kind, agent_id, agent_name, organisation, reason_code, reason, starts, ends,
                reviewer_id, reviewer_name, reviewed, outcome, note
            from candour.grant_review
            """;

    private final JdbcTemplate jdbc;

    public Reviews(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Puts one in the queue, in the transaction that makes its grant. */
    public void ask(Review review) {
        jdbc.update(
                """
                insert into candour.grant_review (id, patient, kind, agent_id, agent_name, organisation, reason_code,
                    reason, starts, ends)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                review.id(),
                review.patient(),
                review.kind().name(),
                review.agentId(),
                review.agentName(),
                review.organisation().orElse(null),
                review.reasonCode(),
                review.reason(),
                review.starts().atOffset(ZoneOffset.UTC),
                review.ends().atOffset(ZoneOffset.UTC));
    }

    public Optional<Review> find(String id) {
        return jdbc.query(ALL + " where id = ?", Reviews::read, id).stream().findFirst();
    }

    /** The latest, newest first. */
    public List<Review> latest(boolean openOnly, int count) {
        return jdbc.query(
                ALL + (openOnly ? " where reviewed is null" : "") + " order by starts desc, id limit ?",
                Reviews::read,
                count);
    }

    /**
     * Keeps what a guardian found.
     *
     * @return whether it was open, and theirs to review: of two who answer at once only one counts
     */
    public boolean answer(String id, Done done) {
        return jdbc.update(
                        """
                        update candour.grant_review
                        set reviewer_id = ?, reviewer_name = ?, reviewed = ?, outcome = ?, note = ?
                        where id = ? and reviewed is null and agent_id <> ?
                        """,
                        done.reviewerId(),
                        done.reviewerName(),
                        done.at().atOffset(ZoneOffset.UTC),
                        done.outcome().name(),
                        done.note().orElse(null),
                        id,
                        done.reviewerId())
                > 0;
    }

    private static Review read(ResultSet row, int number) throws SQLException {
        Optional<Instant> reviewed =
                Optional.ofNullable(row.getObject(13, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
        return new Review(
                row.getString(1),
                row.getString(2),
                Review.Kind.valueOf(row.getString(3)),
                row.getString(4),
                row.getString(5),
                Optional.ofNullable(row.getString(6)),
                row.getString(7),
                row.getString(8),
                row.getObject(9, OffsetDateTime.class).toInstant(),
                row.getObject(10, OffsetDateTime.class).toInstant(),
                reviewed.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Done(
                                row.getString(11),
                                row.getString(12),
                                reviewed.get(),
                                Review.Outcome.valueOf(row.getString(14)),
                                Optional.ofNullable(row.getString(15)))));
    }
}
