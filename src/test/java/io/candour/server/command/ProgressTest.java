package io.candour.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {
    @Test
    void linesWhenThereIsNoTerminalThenAreWrittenNowAndThen() {
        var out = new StringWriter();
        try (var always = new Progress.Lines(new PrintWriter(out), "Loading", "resources", 3000, Duration.ZERO);
                var never =
                        new Progress.Lines(new PrintWriter(out), "Loading", "resources", 3000, Duration.ofDays(1))) {
            always.advance(1000);
            never.advance(7);
            always.advance(500);
        }
        assertThat(out.toString().lines())
                .containsExactly("Loading: 1,000 of 3,000 resources", "Loading: 1,500 of 3,000 resources");
    }
}
