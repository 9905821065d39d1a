import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Resource;

/**
 * Makes, of R4's definitions on the classpath (hapi-fhir-validation-resources-r4), what SUSHI looks for under the name of
 * the package hl7.fhir.r4.core, and beside it R4's search parameters: run by build.mjs as a source file, with the folder
 * to make.
 *
 * <p>The package has R4's types, resources, code systems and value sets; of the rest the guide needs nothing.
 */
final class CorePackage {
    private static final String DEFINITIONS = "/org/hl7/fhir/r4/model/";
    private static final List<String> FILES = List.of(
            "profile/profiles-types.xml",
            "profile/profiles-resources.xml",
            "valueset/valuesets.xml",
            "valueset/v3-codesystems.xml");

    private CorePackage() {}

    public static void main(String[] arguments) throws IOException {
        Path made = Path.of(arguments[0]);
        Path folder = Files.createDirectories(made.resolve("package"));
        FhirContext fhir = FhirContext.forR4();
        for (String file : FILES) {
            try (InputStream stream = open(file)) {
                Bundle bundle = fhir.newXmlParser()
                        .parseResource(Bundle.class, new InputStreamReader(stream, StandardCharsets.UTF_8));
                for (Bundle.BundleEntryComponent entry : bundle.getEntry()) {
                    Resource resource = entry.getResource();
                    String name = resource.fhirType() + "-" + resource.getIdElement().getIdPart() + ".json";
                    Files.writeString(folder.resolve(name), fhir.newJsonParser().encodeResourceToString(resource));
                }
            }
        }
        Files.writeString(
                folder.resolve("package.json"),
                "{\"name\": \"hl7.fhir.r4.core\", \"version\": \"4.0.1\", \"fhirVersions\": [\"4.0.1\"]}");
        try (InputStream stream = open("sp/search-parameters.json")) {
            Files.copy(stream, made.resolve("search-parameters.json"));
        }
    }

    private static InputStream open(String file) throws IOException {
        InputStream stream = FhirContext.class.getResourceAsStream(DEFINITIONS + file);
        if (stream == null) {
            throw new IOException(file + " is not on the classpath");
        }
        return stream;
    }
}
