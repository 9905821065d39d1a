package io.candour.choice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.candour.consent.ItemFacts;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;

/**
 * How the records of {@code consent} are kept in jsonb columns: each component under its own name. Safe for use by many
 * threads.
 */
public final class StoredJson {
    /** Its settings no deployment changes: what one release wrote the next one reads. */
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModules(
                    new Jdk8Module(),
                    new JavaTimeModule(),
                    new SimpleModule("stored")
                            .addDeserializer(Instant.class, new InstantReader())
                            .addDeserializer(ItemFacts.class, new StoredFactsReader()))
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private static final ObjectReader FACTS = MAPPER.readerFor(ItemFacts.class);

    private static final ClassValue<ObjectReader> LISTS = new ClassValue<>() {
        @Override
        protected ObjectReader computeValue(Class<?> type) {
            return MAPPER.readerForListOf(type);
        }
    };

    private StoredJson() {}

    /**
     * What was stored.
     *
     * @throws IllegalStateException if it can't be read: nothing is decided, settled or shown on such a thing (I8)
     */
    public static <T> T read(String stored, Class<T> type) {
        try {
            return MAPPER.readValue(stored, type);
        } catch (JsonProcessingException | IllegalArgumentException | DateTimeException e) {
            throw new IllegalStateException("a stored " + type.getSimpleName() + " can't be read", e);
        }
    }

    /** An item's facts, as {@link #read}; of the bytes as the database sends them, which saves a walk over each. */
    public static ItemFacts readFacts(byte[] stored) {
        try {
            return FACTS.readValue(stored);
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            throw new IllegalStateException("a stored ItemFacts can't be read", e);
        }
    }

    /** As {@link #read}, of an array. */
    public static <T> List<T> readList(String stored, Class<T> type) {
        try {
            return LISTS.get(type).readValue(stored);
        } catch (JsonProcessingException | IllegalArgumentException | DateTimeException e) {
            throw new IllegalStateException("stored " + type.getSimpleName() + "s can't be read", e);
        }
    }

    /** For a jsonb column. */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a " + value.getClass().getSimpleName() + " can't be stored", e);
        }
    }
}
