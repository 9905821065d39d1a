package io.candour.portal.words;

import java.time.Instant;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** What templates need to say codes and times in words. */
@ControllerAdvice(basePackages = "io.candour.portal")
class WordsInPages {
    private final Words words;
    private final Today today;

    WordsInPages(Words words, Today today) {
        this.words = words;
        this.today = today;
    }

    @ModelAttribute("words")
    Words words() {
        return words;
    }

    @ModelAttribute("now")
    Instant now() {
        return today.now();
    }
}
