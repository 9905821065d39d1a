package io.candour.consent.fhir;

import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.stream.Collectors;

/** What people call the codes that Consents are written in: data ({@code words.properties}), one line a code. */
final class Words {
    private static final ResourceBundle WORDS = ResourceBundle.getBundle("io.candour.consent.fhir.words", Locale.ROOT);

    private Words() {}

    /** Of a purpose of use; empty for what is none. */
    static Optional<String> purpose(String code) {
        return find("purpose." + code);
    }

    /** Of a resource type that isn't called what its category is. */
    static Optional<String> type(String type) {
        return find("type." + type);
    }

    /** @throws java.util.MissingResourceException for a code that has no words, which no known code is */
    static String of(String kind, String code) {
        return WORDS.getString(kind + "." + code);
    }

    /** Resource types that have words of their own. */
    static Set<String> types() {
        return WORDS.keySet().stream()
                .filter(key -> key.startsWith("type."))
                .map(key -> key.substring("type.".length()))
                .collect(Collectors.toSet());
    }

    private static Optional<String> find(String key) {
        return WORDS.containsKey(key) ? Optional.of(WORDS.getString(key)) : Optional.empty();
    }
}
