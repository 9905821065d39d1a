package io.candour.deployment;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What a pattern's first group found in a text, in order. */
record Matching(List<String> all) {
    static Matching of(String pattern, String text) {
        return new Matching(Pattern.compile(pattern, Pattern.MULTILINE)
                .matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList());
    }

    String first() {
        return all.get(0);
    }
}
