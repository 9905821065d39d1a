package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.MetadataResource;
import org.hl7.fhir.r4.model.StructureDefinition;

/**
 * R4's own definitions, as HL7 published them, out of HAPI's files. HAPI reads them too, and keeps all of them for as long
 * as the process lives; here one file's are gone with the stream.
 */
public final class R4Definitions {
    private static final String FILES = "/org/hl7/fhir/r4/model/";
    private static final List<String> STRUCTURES = List.of(
            "profile/profiles-resources.xml",
            "profile/profiles-types.xml",
            "profile/profiles-others.xml",
            "extension/extension-definitions.xml");
    private static final List<String> TERMINOLOGY =
            List.of("valueset/valuesets.xml", "valueset/v2-tables.xml", "valueset/v3-codesystems.xml");

    private R4Definitions() {}

    /** Types, profiles and extensions; read as the stream goes on. */
    public static Stream<StructureDefinition> structures(FhirContext fhir) {
        return STRUCTURES.stream()
                .flatMap(file -> read(fhir, file))
                .filter(StructureDefinition.class::isInstance)
                .map(StructureDefinition.class::cast);
    }

    /** All that has a canonical URL: structures, value sets and code systems. */
    static Stream<MetadataResource> all(FhirContext fhir) {
        return Stream.concat(STRUCTURES.stream(), TERMINOLOGY.stream()).flatMap(file -> read(fhir, file));
    }

    private static Stream<MetadataResource> read(FhirContext fhir, String file) {
        try (InputStream found = Objects.requireNonNull(R4Definitions.class.getResourceAsStream(FILES + file), file)) {
            Bundle bundle = fhir.newXmlParser()
                    .parseResource(Bundle.class, new InputStreamReader(found, StandardCharsets.UTF_8));
            return bundle.getEntry().stream()
                    .map(BundleEntryComponent::getResource)
                    .filter(MetadataResource.class::isInstance)
                    .map(MetadataResource.class::cast);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
