package io.candour.server;

import io.candour.access.OutgoingMail;
import io.candour.audit.Rounds;
import io.micrometer.core.instrument.MeterRegistry;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.transaction.support.TransactionTemplate;

/** Letters to people, where there is a server that takes them. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("spring.mail.host")
@EnableConfigurationProperties(MailSettings.class)
class MailConfiguration {

    @Bean
    OutgoingMail outgoingMail(JdbcTemplate jdbc, DataSource database) {
        return new OutgoingMail(jdbc, new TransactionTemplate(new JdbcTransactionManager(database)));
    }

    @Bean(destroyMethod = "close")
    Rounds mailRounds(OutgoingMail queue, JavaMailSender sender, MailSettings settings, MeterRegistry metrics) {
        Rounds rounds = new Rounds("outgoing-mail");
        rounds.every(settings.every(), "Sending mail", new NoticeMail(queue, sender, settings, metrics)::send);
        return rounds;
    }
}
