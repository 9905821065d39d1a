package io.candour.portal.form;

/**
 * One thing that is wrong with a form.
 *
 * @param field the field it is about; empty where it is about none, or about all of it
 * @param key the message that says what to do
 */
public record Problem(String field, String key) {
    /** Whether a summary can lead to a field. */
    public boolean hasField() {
        return !field.isEmpty();
    }
}
