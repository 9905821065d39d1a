package io.candour.portal.staff;

import io.candour.portal.words.Words;
import java.time.Instant;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** What the templates of staff and guardians need to say codes and times in words. */
@ControllerAdvice(basePackages = {"io.candour.portal.staff", "io.candour.portal.guardian"})
class Surroundings {
    private final Words words;
    private final Today today;

    Surroundings(Words words, Today today) {
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
