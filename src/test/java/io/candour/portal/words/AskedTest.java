package io.candour.portal.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.support.ResourceBundleMessageSource;

/** A question to many records, with names for codes and days as people write them. */
class AskedTest {
    private static final Words WORDS = words();

    private static Words words() {
        ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
        messages.setBasename("messages/portal/words");
        messages.setDefaultEncoding("UTF-8");
        messages.setAlwaysUseMessageFormat(true);
        return new Words(messages, ZoneId.of("Europe/London"));
    }

    @Test
    void codesHaveNamesAndDaysAreWritten() {
        assertThat(WORDS.asked(
                        "How many people have the condition http://snomed.info/sct|195967001 or http://snomed.info/sct|1"
                                + " and have the medicine http://www.nlm.nih.gov/research/umls/rxnorm|999, by sex"
                                + " from 2025-02-01 until 2026-11-28?"))
                .isEqualTo(
                        "How many people have the condition Asthma or SNOMED CT 1 and have the medicine RxNorm 999, by sex"
                                + " from 1 February 2025 until 28 November 2026?");
        assertThat(WORDS.asked("How many people have the result urn:oid:1.2|a$b?"))
                .isEqualTo("How many people have the result code a$b?");
        assertThat(WORDS.asked("How many people live in the area 2025-99-99?")).contains("2025-99-99");
    }

    @ParameterizedTest
    @CsvSource({
        "sex, female, Female",
        "sex, unknown, Not known",
        "age-band, 00-09, 0 to 9",
        "age-band, 20-29, 20 to 29",
        "age-band, 90+, 90 or older",
        "age-band, unknown, Not known",
        "area, LS, LS",
        "area, unknown, Not known"
    })
    void groupsAreInWords(String by, String group, String words) {
        assertThat(WORDS.group(by, group)).isEqualTo(words);
    }
}
