package io.candour.portal.words;

import java.time.ZoneId;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** One for all pages. */
@Configuration(proxyBeanMethods = false)
class WordsConfiguration {
    @Bean
    Words resourceWords(MessageSource messages, @Value("${candour.server.zone:Europe/London}") ZoneId zone) {
        return new Words(messages, zone);
    }
}
