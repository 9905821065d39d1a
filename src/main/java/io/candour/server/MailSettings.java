package io.candour.server;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who writes to people that there is a notice for them. Letters are sent where {@code spring.mail.host} names a server
 * that takes them (SMTP, RFC 5321).
 *
 * @param from the sender's address
 * @param link where people log in; empty to leave it out
 * @param every how often the queue is looked at
 * @throws BadSetting naming the property
 */
@ConfigurationProperties("candour.mail")
record MailSettings(@DefaultValue("") String from, @DefaultValue("") String link, @DefaultValue("10s") Duration every) {
    MailSettings {
        if (every.isZero() || every.isNegative()) {
            throw new BadSetting("candour.mail.every", "must be longer than nothing");
        }
    }

    /** The sender; there must be one where letters are sent. */
    String sender() {
        if (from.isBlank()) {
            throw new BadSetting("candour.mail.from", "must be given where spring.mail.host is");
        }
        return from;
    }
}
