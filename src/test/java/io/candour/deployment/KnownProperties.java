package io.candour.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The properties that can be set, from the metadata that Spring Boot and our own build keep of them. Immutable. */
final class KnownProperties {
    private static final String METADATA = "META-INF/spring-configuration-metadata.json";

    private final Set<String> names = new HashSet<>();
    private final Set<String> maps = new HashSet<>();

    private KnownProperties() {}

    static KnownProperties read() throws IOException {
        KnownProperties read = new KnownProperties();
        JsonMapper json = JsonMapper.builder().build();
        List<URL> files =
                Collections.list(KnownProperties.class.getClassLoader().getResources(METADATA));
        for (URL file : files) {
            for (JsonNode property : json.readTree(file).path("properties")) {
                boolean map = property.path("type").asText().startsWith("java.util.Map");
                (map ? read.maps : read.names).add(property.path("name").asText());
            }
        }
        return read;
    }

    /** A property by its own name ({@code candour.audit.signing-key}); elements of lists by their index. */
    boolean has(String property) {
        return has(property.replaceAll("\\[\\d+]", ""), UnaryOperator.identity(), ".");
    }

    /** A property by the name of its environment variable ({@code CANDOUR_AUDIT_SIGNINGKEY}). */
    boolean hasVariable(String variable) {
        return has(variable, KnownProperties::variable, "_");
    }

    /** How a property is called in the environment. */
    static String variable(String property) {
        return property.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
    }

    private boolean has(String name, UnaryOperator<String> written, String separator) {
        return names.stream().map(written).anyMatch(name::equals)
                || maps.stream().map(written).anyMatch(map -> name.startsWith(map + separator));
    }
}
