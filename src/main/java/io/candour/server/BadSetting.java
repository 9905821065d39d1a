package io.candour.server;

/** A property of the configuration that the server can't start with. */
public final class BadSetting extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** @param problem what is wrong with it; follows the property in a sentence */
    public BadSetting(String property, String problem) {
        super(property + " " + problem);
    }
}
