package io.candour.portal.staff;

import io.candour.portal.FhirRefused;
import java.util.Optional;
import java.util.function.Supplier;

/** A page of a list that goes on. Where an older page begins the server forgets after a while: lists begin anew then. */
public final class OlderPage {
    private OlderPage() {}

    /**
     * Empty where the cursor counts no longer.
     *
     * @param cursor where the page begins; blank for the first
     */
    public static <T> Optional<T> of(String cursor, Supplier<T> asked) {
        try {
            return Optional.of(asked.get());
        } catch (FhirRefused refused) {
            if (!cursor.isEmpty() && refused.status() == 400) {
                return Optional.empty();
            }
            throw refused;
        }
    }
}
