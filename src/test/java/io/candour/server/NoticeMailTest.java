package io.candour.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import io.candour.access.OutgoingMail;
import io.candour.choice.ChoiceDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** Letters, over SMTP and out of PostgreSQL. */
class NoticeMailTest {
    private final ChoiceDatabase database = ChoiceDatabase.fresh();
    private final GreenMail server = new GreenMail(ServerSetup.SMTP.dynamicPort());
    private final JavaMailSenderImpl sender = new JavaMailSenderImpl();
    private final OutgoingMail queue = new OutgoingMail(database.jdbc(), database.transactions());

    @BeforeEach
    void start() {
        server.start();
        sender.setHost("127.0.0.1");
        sender.setPort(server.getSmtp().getPort());
        sender.getJavaMailProperties().put("mail.smtp.timeout", "5000");
        sender.getJavaMailProperties().put("mail.smtp.connectiontimeout", "5000");
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private NoticeMail replica() {
        return replica(new SimpleMeterRegistry());
    }

    private NoticeMail replica(MeterRegistry metrics) {
        MailSettings settings =
                new MailSettings("records@example.org", "https://records.example.org/", Duration.ofSeconds(1));
        return new NoticeMail(queue, sender, settings, metrics);
    }

    private void put(String address) {
        database.transactions().executeWithoutResult(any -> queue.put(address));
    }

    private Long kept() {
        return database.jdbc().queryForObject("select count(*) from candour.outgoing_mail", Long.class);
    }

    @Test
    void sendWhenReplicasDoSoAtOnceThenEachLetterGoesOnce() throws Exception {
        List<String> addresses = IntStream.range(0, 20)
                .mapToObj(i -> "somebody" + i + "@example.org")
                .toList();
        addresses.forEach(this::put);

        CompletableFuture.allOf(Stream.generate(this::replica)
                        .limit(3)
                        .map(each -> CompletableFuture.runAsync(each::send))
                        .toArray(CompletableFuture[]::new))
                .join();

        List<String> written = new ArrayList<>();
        for (MimeMessage letter : server.getReceivedMessages()) {
            written.add(letter.getAllRecipients()[0].toString());
            assertThat(letter.getFrom()[0].toString()).isEqualTo("records@example.org");
            assertThat(GreenMailUtil.getBody(letter)).contains("https://records.example.org/");
        }
        assertThat(written).containsExactlyInAnyOrderElementsOf(addresses);
        assertThat(kept()).isZero();
    }

    @Test
    void sendWhenTheServerIsAwayThenItIsTriedAgainLater() {
        put("somebody@example.org");
        server.stop();

        replica().send();

        assertThat(kept()).isEqualTo(1);
        server.start();
        sender.setPort(server.getSmtp().getPort());
        replica().send();
        assertThat(server.getReceivedMessages()).as("not at once").isEmpty();
        database.jdbc().update("update candour.outgoing_mail set due = now()");
        replica().send();
        assertThat(server.getReceivedMessages()).hasSize(1);
        assertThat(kept()).isZero();
    }

    /** By the name that the alerts have; a server without mail does not have it. */
    @Test
    void sendWhenTheServerIsAwayThenOneMoreIsCountedThanBefore() {
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        NoticeMail replica = replica(metrics);
        assertThat(metrics.scrape())
                .contains(
                        "candour_mail_total{outcome=\"sent\"} 0.0",
                        "candour_mail_total{outcome=\"postponed\"} 0.0",
                        "candour_mail_total{outcome=\"given_up\"} 0.0");
        put("somebody@example.org");
        server.stop();

        replica.send();

        assertThat(metrics.scrape()).contains("candour_mail_total{outcome=\"postponed\"} 1.0");
    }

    @Test
    void sendWhenItCouldNotBeForDaysThenItIsGivenUp() {
        put("somebody@example.org");
        server.stop();
        database.jdbc().update("update candour.outgoing_mail set made = now() - interval '4 days'");

        replica().send();

        assertThat(kept()).isZero();
    }

    @Test
    void sendWhenItIsNoAddressThenNobodyIsWrittenTo() {
        put("nobody\r\nBcc: somebody@example.org");
        put("nobody, somebody@example.org");
        put("no address");

        replica().send();

        assertThat(server.getReceivedMessages()).isEmpty();
        assertThat(kept()).isZero();
    }

    @Test
    void putWhenTheNoticeIsNotMadeThenNobodyIsWrittenTo() {
        database.transactions().executeWithoutResult(status -> {
            queue.put("somebody@example.org");
            status.setRollbackOnly();
        });

        replica().send();

        assertThat(server.getReceivedMessages()).isEmpty();
    }
}
