package io.candour.portal.form;

/** What somebody says in their own words, as the API takes it: 3 to 1000 characters that can be read. */
public final class OwnWords {
    public static final int SHORTEST = 3;
    public static final int LONGEST = 1_000;

    private OwnWords() {}

    /**
     * Reads them, or adds what is wrong.
     *
     * @param key of the message for too few; with {@code .long} after it for too many
     */
    public static String read(Typed typed, String field, String key, Problems problems) {
        return read(typed, field, key, LONGEST, problems);
    }

    /** The same of what may be longer, or shorter. */
    public static String read(Typed typed, String field, String key, int longest, Problems problems) {
        String words = typed.text(field);
        if (words.length() < SHORTEST || words.chars().anyMatch(each -> Character.isISOControl(each) && each != '\n')) {
            problems.add(field, key);
        } else if (words.length() > longest) {
            problems.add(field, key + ".long");
        }
        return words;
    }
}
