package io.candour.server.journal;

import io.candour.server.BadSetting;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The second database, which outlives a restore of the first: on another machine, in other backups.
 *
 * @param url JDBC URL of PostgreSQL; empty for none, and then a restore can lose choices without anybody knowing
 * @param username a member of {@code candour_journaling} and of nothing else
 * @param ownerUsername who makes the tables; empty where they are there
 * @throws BadSetting naming the property
 */
@ConfigurationProperties("candour.journal")
public record JournalSettings(
        @DefaultValue("") String url,
        @DefaultValue("") String username,
        @DefaultValue("") String password,
        @DefaultValue("") String ownerUsername,
        @DefaultValue("") String ownerPassword) {

    public JournalSettings {
        if (!url.isEmpty() && !url.startsWith("jdbc:postgresql:")) {
            throw new BadSetting("candour.journal.url", "must be a JDBC URL of PostgreSQL");
        }
        if (!url.isEmpty() && username.isEmpty()) {
            throw new BadSetting("candour.journal.username", "must be given where candour.journal.url is");
        }
    }
}
