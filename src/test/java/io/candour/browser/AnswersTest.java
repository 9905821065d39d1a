package io.candour.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.browser.Markup.Field;
import io.candour.browser.Markup.Form;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How forms are filled in that nobody told of. */
class AnswersTest {
    private final Answers answers = new Answers(Map.of("nhsnumber", "999", "day", "3"));

    @Test
    void of_whenAFormHasEverything_thenAsItComesAndItsFirstAndLastChoices() {
        Form form = new Form(
                "/a",
                "post",
                List.of(
                        new Field("_csrf", "hidden", "t+1"),
                        new Field("agree", "radio", "yes"),
                        new Field("agree", "radio", "no"),
                        new Field("what", "checkbox", "a"),
                        new Field("what", "checkbox", "b"),
                        new Field("list", "option", ""),
                        new Field("list", "option", "x"),
                        new Field("list", "option", "y"),
                        new Field("birth-day", "text", ""),
                        new Field("nhsNumber", "text", ""),
                        new Field("", "submit", "")));

        assertThat(answers.of(form))
                .containsExactly(
                        "_csrf=t%2B1",
                        "_csrf=t%2B1&agree=yes&list=x&birth-day=3&nhsNumber=999",
                        "_csrf=t%2B1&agree=no&what=a&what=b&list=y&birth-day=3&nhsNumber=999");
    }

    @Test
    void of_whenAFormHasSeveralButtons_thenEachIsPressed() {
        Form form =
                new Form("", "post", List.of(new Field("do", "submit", "save"), new Field("do", "submit", "leave")));

        assertThat(answers.of(form)).containsExactly("", "do=save", "do=leave");
    }

    @Test
    void of_whenNobodySaidWhatAFieldWants_thenWords() {
        Form form = new Form("", "post", List.of(new Field("why", "textarea", ""), new Field("n", "number", "")));

        assertThat(answers.of(form)).containsExactly("", "why=Something+that+a+crawl+wrote&n=1");
    }
}
