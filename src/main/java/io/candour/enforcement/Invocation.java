package io.candour.enforcement;

import io.candour.consent.CallerKind;
import io.candour.identity.VerifiedToken;
import java.util.Optional;

/**
 * One use of an operation.
 *
 * @param about logical id of the patient whom it is about, whether or not there is such a patient; empty for an operation
 *     of another type
 * @param csv whether the answer is wanted as CSV; only where the allow-list has that
 * @param arguments as the operation's definition and the allow-list have them
 */
public record Invocation(Optional<String> about, Arguments arguments, boolean csv, VerifiedToken token) {
    private static final int SHORTEST_WORDS = 3;

    /** Of an operation on Patient: whom it is about. */
    public String patient() {
        return about.orElseThrow();
    }

    public CallerKind kind() {
        return token.caller().kind();
    }

    /** The argument {@code _count}, as far as that goes. */
    public int count(int otherwise, int most) {
        int count = text("_count").map(Integer::valueOf).orElse(otherwise);
        if (count < 1) {
            throw Refusal.invalid("_count", "A count is a whole number from 1");
        }
        return Math.min(most, count);
    }

    /**
     * What somebody says under this name in their own words, fit to be read by others.
     *
     * @param what this is called in a refusal
     * @param longest in characters
     */
    public String words(String name, String what, int longest) {
        String words = text(name).orElse("").strip();
        if (words.length() < SHORTEST_WORDS || words.length() > longest) {
            throw Refusal.invalid(name, what + " has " + SHORTEST_WORDS + " to " + longest + " characters");
        }
        if (words.chars().anyMatch(each -> Character.isISOControl(each) && each != '\n')) {
            throw Refusal.invalid(name, what + " has a character in it that cannot be read");
        }
        return words;
    }

    /** The argument that was given once under this name, as text. */
    public Optional<String> text(String name) {
        return arguments.text(name);
    }

    /** Whether the argument of this name was given once, and is true. */
    public boolean yes(String name) {
        return text(name).filter("true"::equals).isPresent();
    }
}
