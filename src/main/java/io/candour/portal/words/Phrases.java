package io.candour.portal.words;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;

/** The message bundle, in the language of the request at hand. Safe for use by many threads. */
final class Phrases {
    private final MessageSource messages;

    Phrases(MessageSource messages) {
        this.messages = messages;
    }

    /** @throws org.springframework.context.NoSuchMessageException where the bundle has no such key */
    String say(String key, Object... with) {
        return messages.getMessage("words." + key, with, locale());
    }

    Optional<String> find(String key) {
        @Nullable String found = messages.getMessage("words." + key, null, null, locale());
        return Optional.ofNullable(found);
    }

    /** What a code is called, or the code itself as words. */
    String code(String code) {
        return find("code." + code).orElseGet(() -> capitalised(code.replace('-', ' ')));
    }

    Locale locale() {
        return LocaleContextHolder.getLocale();
    }

    /** Words of a name that programmers write: {@code recordedDate} is 'Recorded date'. */
    static String spaced(String name) {
        return capitalised(name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT));
    }

    /** With a capital letter, but for words such as pH and mRNA. */
    static String capitalised(String words) {
        boolean ownLetters = words.length() > 1 && Character.isUpperCase(words.charAt(1));
        return words.isEmpty() || ownLetters ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
