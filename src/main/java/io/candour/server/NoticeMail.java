package io.candour.server;

import io.candour.access.OutgoingMail;
import io.candour.access.OutgoingMail.Carried;
import io.candour.access.OutgoingMail.Handed;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.mail.MailException;
import org.springframework.mail.MailParseException;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;

/**
 * Writes to people that there is a notice for them. The letter is the same for everybody and says nothing of them: whoever
 * reads somebody's mail learns that they have a record, and no more. Safe for use by many threads.
 */
final class NoticeMail {
    private static final Logger LOG = LoggerFactory.getLogger(NoticeMail.class);
    private static final String SUBJECT = "There is a new notice in your health record";

    private final OutgoingMail queue;
    private final JavaMailSender sender;
    private final String from;
    private final String text;
    private final Map<Handed, Counter> counted = new EnumMap<>(Handed.class);

    NoticeMail(OutgoingMail queue, JavaMailSender sender, MailSettings settings, MeterRegistry metrics) {
        this.queue = queue;
        this.sender = sender;
        this.from = settings.sender();
        this.text = "There is a new notice for you about your health record: somebody opened it, or asks to.\n\n"
                + (settings.link().isBlank()
                        ? "Log in where you see your record to read it."
                        : "Log in to read it: " + settings.link())
                + "\n\nWe never write about your health in an e-mail, and never ask for your password.\n";
        // From the start, so that the first that fails is one more than before.
        for (Handed handed : EnumSet.complementOf(EnumSet.of(Handed.NONE))) {
            counted.put(
                    handed,
                    metrics.counter("candour.mail", "outcome", handed.name().toLowerCase(Locale.ROOT)));
        }
    }

    /** Sends what is due. */
    void send() {
        Handed handed;
        do {
            handed = queue.next(this::carry);
            Optional.ofNullable(counted.get(handed)).ifPresent(Counter::increment);
        } while (handed == Handed.SENT || handed == Handed.GIVEN_UP);
    }

    private Carried carry(String address) {
        SimpleMailMessage letter = new SimpleMailMessage();
        letter.setFrom(from);
        letter.setTo(address);
        letter.setSubject(SUBJECT);
        letter.setText(text);
        try {
            sender.send(letter);
            return Carried.YES;
        } catch (MailParseException e) {
            LOG.warn("A notice can't be sent: what is kept as an e-mail address is none");
            return Carried.NEVER;
        } catch (MailException e) {
            // Its message would quote the address.
            LOG.warn(
                    "A notice was not sent and is tried again: {}", e.getClass().getSimpleName());
            return Carried.LATER;
        }
    }
}
