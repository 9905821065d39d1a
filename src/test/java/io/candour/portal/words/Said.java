package io.candour.portal.words;

import ca.uhn.fhir.context.FhirContext;
import java.time.ZoneId;
import java.util.Locale;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.context.support.ResourceBundleMessageSource;

/** Resources as tests write them, and what is said of them. */
final class Said {
    private Said() {}

    static ResourceBundleMessageSource messages() {
        LocaleContextHolder.setLocale(Locale.UK);
        ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
        messages.setBasename("messages/portal/words");
        messages.setDefaultEncoding("UTF-8");
        messages.setFallbackToSystemLocale(false);
        messages.setAlwaysUseMessageFormat(true);
        return messages;
    }

    static Phrases phrases() {
        return new Phrases(messages());
    }

    static Words words() {
        return new Words(messages(), ZoneId.of("Europe/London"));
    }

    /** @param json with apostrophes for quotation marks */
    static Resource resource(String json) {
        return (Resource) FhirContext.forR4Cached().newJsonParser().parseResource(json.replace('\'', '"'));
    }

    static Entry entry(String json) {
        return words().entry(resource(json));
    }

    /** All facts, a line each. */
    static String facts(Entry entry) {
        return entry.facts().stream()
                .map(fact -> fact.label() + ": "
                        + fact.values().stream().map(Value::words).collect(Collectors.joining(" | ")))
                .collect(Collectors.joining("\n"));
    }
}
