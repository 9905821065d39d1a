package io.candour.server;

import io.candour.audit.AccessWords;
import io.candour.audit.Checkpoints;
import io.candour.audit.Ed25519Keys;
import io.candour.audit.Retention;
import io.candour.audit.WatchLimits;
import io.candour.server.database.DatabaseOwner;
import io.candour.server.database.StartRefused;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The access log.
 *
 * @param signingKey Ed25519 in PKCS#8 (PEM, or its Base64) that signs checkpoints; a secret, the same on every replica;
 *     without it no checkpoints are published
 * @param checkpointEvery how often the log as it stands is signed, by one of the replicas
 * @param keepMonths how many months before the present one are kept; 0 keeps all
 * @param staff whether people see the names of staff who looked, or only that they are staff
 * @param watch how callers are compared with their own past
 */
@ConfigurationProperties("candour.audit")
public record AuditSettings(
        @DefaultValue("") String signingKey,
        @DefaultValue("10m") Duration checkpointEvery,
        @DefaultValue("0") int keepMonths,
        @DefaultValue("by-name") AccessWords.Staff staff,
        @DefaultValue WatchSettings watch) {

    /**
     * What leaves an alert for the guardian.
     *
     * @param every how often is looked, by one of the replicas
     * @param requestsAnHour up to here nothing is noticed
     * @param patientsAnHour up to here nothing is noticed: different patients whom one caller's requests name
     * @param timesUsual nor up to so many times the most of the caller's own past four weeks
     */
    public record WatchSettings(
            @DefaultValue("5m") Duration every,
            @DefaultValue("1000") int requestsAnHour,
            @DefaultValue("100") int patientsAnHour,
            @DefaultValue("3") int timesUsual) {

        WatchLimits limits() {
            return new WatchLimits(requestsAnHour, patientsAnHour, timesUsual);
        }
    }

    public AuditSettings {
        if (checkpointEvery.toSeconds() < 1 || keepMonths < 0) {
            throw new IllegalArgumentException(
                    "candour.audit.checkpoint-every is a second or more, keep-months 0 or more");
        }
    }

    /**
     * What signs checkpoints; empty without a key.
     *
     * @throws StartRefused if the key is none
     */
    public Optional<Checkpoints> checkpoints(DataSource database) {
        if (signingKey.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Checkpoints(database, Ed25519Keys.privateKey(signingKey)));
        } catch (IllegalArgumentException e) {
            throw new StartRefused(
                    "candour.audit.signing-key is " + e.getMessage() + ".",
                    "Make one with: openssl genpkey -algorithm ed25519");
        }
    }

    /**
     * What drops the months that are not kept; empty where all are.
     *
     * @throws StartRefused where the owner's login or the key is missing
     */
    public Optional<Retention> retention(DatabaseOwner owner, DataSource database) {
        if (keepMonths == 0) {
            return Optional.empty();
        }
        return Optional.of(new Retention(
                owner.source().orElseThrow(() -> cannotDrop("candour.database.owner-username")),
                checkpoints(database).orElseThrow(() -> cannotDrop("candour.audit.signing-key"))));
    }

    /** The first month that is kept now. */
    public YearMonth keptFrom() {
        return YearMonth.now(ZoneOffset.UTC).minusMonths(keepMonths);
    }

    private static StartRefused cannotDrop(String missing) {
        return new StartRefused(
                "candour.audit.keep-months asks for old months of the log to be dropped, and " + missing
                        + " is not set.",
                "Only the tables' owner can drop months, after a signed checkpoint that says so: give both, or keep all.");
    }
}
