package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.StrictErrorHandler;
import ca.uhn.fhir.validation.SingleValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.MetadataResource;
import org.hl7.fhir.r4.model.NamingSystem;
import org.hl7.fhir.r4.model.Resource;

/** What the build made of the guide's sources. */
public final class Guide {
    static final FhirContext FHIR = FhirContext.forR4Cached();
    /** On a context as the server has it: its strictness must not keep R4's definitions from being read. */
    static final Shapes SHAPES = new Shapes(strict());

    private static final Path RESOURCES = Path.of("target/guide/resources");
    private static final String BASE = "https://candour.io/fhir/StructureDefinition/";

    private Guide() {}

    private static FhirContext strict() {
        FhirContext fhir = FhirContext.forR4();
        fhir.setParserErrorHandler(new StrictErrorHandler());
        return fhir;
    }

    /** What is wrong with a resource, by what it says it is and by this profile of the guide. */
    public static List<String> faults(Resource resource, Optional<String> profile) {
        return SHAPES.faults(resource, profile.map(id -> BASE + id)).stream()
                .map(SingleValidationMessage::toString)
                .toList();
    }

    /** All of one type. */
    static <R extends Resource> List<R> all(Class<R> type) {
        return files().filter(file -> file.getFileName().toString().startsWith(type.getSimpleName() + "-"))
                .map(file -> type.cast(read(file)))
                .toList();
    }

    /** The one of this type and id. */
    public static <R extends Resource> R one(Class<R> type, String id) {
        return type.cast(read(RESOURCES.resolve(type.getSimpleName() + "-" + id + ".json")));
    }

    /** By what canonical URL each artefact is known, and what naming systems name. */
    static Set<String> names() {
        return files().map(Guide::read).flatMap(Guide::namesOf).collect(Collectors.toSet());
    }

    private static Stream<String> namesOf(Resource resource) {
        if (resource instanceof NamingSystem names) {
            return names.getUniqueId().stream().map(each -> each.getValue());
        }
        return resource instanceof MetadataResource artefact ? Stream.ofNullable(artefact.getUrl()) : Stream.empty();
    }

    /** What says that it has a profile of this guide. */
    static Stream<Resource> examples() {
        return files().map(Guide::read).filter(each -> each.getMeta().getProfile().stream()
                .anyMatch(profile -> profile.getValue().startsWith(BASE)));
    }

    private static Stream<Path> files() {
        try (Stream<Path> files = Files.list(RESOURCES)) {
            return files.sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Resource read(Path file) {
        try {
            return (Resource) FHIR.newJsonParser().parseResource(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
