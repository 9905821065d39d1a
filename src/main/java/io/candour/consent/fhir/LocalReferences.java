package io.candour.consent.fhir;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Reference;

/**
 * Which references mean something on this server.
 *
 * @param bases the server's own base URLs, without a slash at the end
 */
public record LocalReferences(Set<String> bases) {
    private static final Pattern LOCAL =
            Pattern.compile("([A-Z][A-Za-z]+/[A-Za-z0-9\\-.]{1,64})(/_history/[A-Za-z0-9\\-.]{1,64})?");

    public LocalReferences {
        bases = Set.copyOf(bases);
    }

    /** {@code Type/id} without version; empty for what names nothing here. */
    public Optional<String> local(String reference) {
        String relative = reference;
        for (String base : bases) {
            if (reference.startsWith(base + "/")) {
                relative = reference.substring(base.length() + 1);
            }
        }
        Matcher matcher = LOCAL.matcher(relative);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    Optional<String> local(Reference reference) {
        return local(text(reference));
    }

    /** The reference as written, or what its identifier says; blank for a mere display. */
    static String text(Reference reference) {
        if (written(reference)) {
            return reference.getReference();
        }
        return reference.hasIdentifier() ? identifier(reference).orElse("unidentified") : "";
    }

    /** Whether there is a reference; one that is known to be absent (by an extension) is none. */
    static boolean written(Reference reference) {
        return reference.getReferenceElement_().hasValue();
    }

    /** {@code system|value} */
    static Optional<String> identifier(Reference reference) {
        return reference.getIdentifier().getSystemElement().hasValue()
                        && reference.getIdentifier().getValueElement().hasValue()
                ? Optional.of(reference.getIdentifier().getSystem()
                        + "|"
                        + reference.getIdentifier().getValue())
                : Optional.empty();
    }

    static String type(String local) {
        return local.substring(0, local.indexOf('/'));
    }

    static String id(String local) {
        return local.substring(local.indexOf('/') + 1);
    }
}
