package io.candour;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Resource;

/** The examples that HL7 publishes with R4, several of most types, read anew for each caller. */
public final class Hl7Examples {
    private Hl7Examples() {}

    public static Stream<Resource> all(FhirContext fhir) {
        return text("/spec-json.txt")
                .lines()
                .map(line -> line.substring(line.lastIndexOf('/') + 1))
                .filter(name -> name.contains("example") && name.endsWith(".json"))
                .map(name -> (Resource) fhir.newJsonParser().parseResource(text("/json/spec/" + name)));
    }

    private static String text(String path) {
        try (InputStream found = Optional.ofNullable(Hl7Examples.class.getResourceAsStream(path))
                .orElseThrow(() -> new IllegalStateException("not on the class path: " + path))) {
            return new String(found.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
