package io.candour.portal.words;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/** Resources that came with others and may be named by them. */
public final class Related {
    /** Nothing came with it. */
    public static final Related NONE = new Related(Map.of());

    private final Map<String, Resource> byReference;

    private Related(Map<String, Resource> byReference) {
        this.byReference = byReference;
    }

    public static Related of(Stream<? extends Resource> resources) {
        return new Related(resources.collect(Collectors.toUnmodifiableMap(
                each -> each.fhirType() + "/" + each.getIdElement().getIdPart(),
                Function.identity(),
                (one, other) -> one)));
    }

    Optional<Resource> find(Reference reference) {
        return Optional.ofNullable(reference
                        .getReferenceElement()
                        .toUnqualifiedVersionless()
                        .getValue())
                .flatMap(named -> Optional.ofNullable(byReference.get(named)));
    }
}
