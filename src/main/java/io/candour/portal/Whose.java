package io.candour.portal;

/**
 * Whose record a page under {@code /record/{who}} is about. A controller has it as an argument, a template as
 * {@code whose}.
 *
 * @param who as it stands in the path: {@code me}, or a patient's logical id
 * @param patientId the patient's logical id
 * @param name as people read it
 * @param own whether the record is the visitor's own
 */
public record Whose(String who, String patientId, String name, boolean own) {
    static final String ME = "me";

    /** Where this record's pages are: {@code /record/{who}}. */
    public String path() {
        return "/record/" + who;
    }

    /** The message with this key as it is said to who acts for somebody: that of {@code [key].other}, with their name. */
    public String key(String key) {
        return own ? key : key + ".other";
    }
}
