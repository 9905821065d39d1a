package io.candour.portal;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.Bundle;
import org.springframework.web.util.UriComponentsBuilder;

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

    /** Where the page after this one begins; empty on the last. */
    public static Optional<String> after(Bundle page) {
        return Optional.ofNullable(page.getLink(Bundle.LINK_NEXT)).flatMap(link -> cursor(link.getUrl()));
    }

    /** Where the page begins that the server links to. A link of ours has this alone: an address could lead anywhere. */
    public static Optional<String> cursor(String link) {
        return Optional.ofNullable(UriComponentsBuilder.fromUriString(link)
                        .build()
                        .getQueryParams()
                        .getFirst("_cursor"))
                .map(each -> URLDecoder.decode(each, StandardCharsets.UTF_8));
    }
}
