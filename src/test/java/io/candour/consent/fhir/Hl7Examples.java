package io.candour.consent.fhir;

import static java.nio.charset.StandardCharsets.UTF_8;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Resource;

/** The examples of HL7's R4 specification, out of a package on the tests' class path. */
final class Hl7Examples {
    private Hl7Examples() {}

    /** Their file names. */
    static List<String> names() {
        return text("/spec-json.txt")
                .lines()
                .map(line -> line.substring(line.lastIndexOf('/') + 1))
                .filter(name -> name.endsWith(".json"))
                .sorted()
                .toList();
    }

    static Resource read(String name) {
        return (Resource) FhirContext.forR4Cached().newJsonParser().parseResource(json(name));
    }

    static String json(String name) {
        return text("/json/spec/" + name);
    }

    private static String text(String path) {
        try (InputStream found = Optional.ofNullable(Hl7Examples.class.getResourceAsStream(path))
                .orElseThrow(() -> new IllegalStateException("not on the class path: " + path))) {
            return new String(found.readAllBytes(), UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
