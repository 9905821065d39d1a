package io.candour.demo;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Which of the synthetic people the demo's accounts are: account name to part. */
public record Cast(Map<String, Part> parts) {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /**
     * A person and the attributes their account carries, by the realm's names ({@code nhs_number}, {@code birthdate},
     * {@code ods_code}, {@code sds_user_id}).
     */
    public record Part(String given, String family, Map<String, String> attributes) {
        public Part {
            attributes = Map.copyOf(attributes);
        }
    }

    public Cast {
        parts = Map.copyOf(parts);
    }

    public Optional<Part> part(String account) {
        return Optional.ofNullable(parts.get(account));
    }

    /** The NHS number of a patient's account, or the ODS code of a member of staff. */
    public String attribute(String account, String name) {
        return part(account)
                .map(part -> part.attributes().get(name))
                .orElseThrow(() -> new IllegalArgumentException(account + " has no " + name));
    }

    static Cast read(Path file) throws IOException {
        return new Cast(JSON.readValue(Files.readAllBytes(file), new TypeReference<Map<String, Part>>() {}));
    }

    void write(Path file) throws IOException {
        Files.write(file, JSON.writeValueAsBytes(new TreeMap<>(parts)));
    }
}
