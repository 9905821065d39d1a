package io.candour.enforcement;

import com.fasterxml.jackson.core.JsonGenerator;
import io.candour.consent.Category;
import io.candour.record.FhirJson;
import io.candour.record.Holdings.Holding;
import io.candour.record.Holdings.Source;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What is held, as Parameters in FHIR JSON (R4 2.6.2). Written as it comes: the object model's encoder took a fifth of what
 * the whole answer cost the server. Used by one thread.
 */
final class HeldParameters {
    private static final DateTimeFormatter INSTANT =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private final JsonGenerator json;
    private final List<String> with;
    private final Map<String, String> names;

    private HeldParameters(JsonGenerator json, List<String> with, Map<String, String> names) {
        this.json = json;
        this.with = with;
        this.names = names;
    }

    /**
     * @param with organisations, by reference, in the order of {@link Holding#open}
     * @param names of organisations, by reference, as far as they have one
     */
    static String write(Map<Category, Holding> held, List<String> with, Map<String, String> names) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FhirJson.MAPPER.createGenerator(text)) {
            new HeldParameters(json, with, names).write(held);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private void write(Map<Category, Holding> held) throws IOException {
        json.writeStartObject();
        json.writeStringField("resourceType", "Parameters");
        if (!held.isEmpty()) {
            json.writeArrayFieldStart("parameter");
            for (Map.Entry<Category, Holding> each : held.entrySet()) {
                begin("category");
                text("category", "valueCode", each.getKey().code());
                write(each.getValue());
                end();
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private void write(Holding holding) throws IOException {
        count(holding.count());
        if (holding.first().isPresent()) {
            instant("first", holding.first().get());
        }
        if (holding.last().isPresent()) {
            instant("last", holding.last().get());
        }
        instant("newest", holding.newest());
        for (Source source : new TreeSet<>(holding.sources())) {
            // What people say of themselves has none, and a part with nothing in it is no FHIR.
            if (source.organisation().isPresent() || source.system().isPresent()) {
                write(source);
            }
        }
        for (int i = 0; i < with.size(); i++) {
            int open = holding.open().get(i);
            begin("shared");
            reference("with", with.get(i));
            text("extent", "valueCode", open == 0 ? "none" : open == holding.count() ? "all" : "some");
            count(open);
            end();
        }
    }

    private void write(Source source) throws IOException {
        begin("source");
        if (source.organisation().isPresent()) {
            reference("organisation", source.organisation().get());
        }
        if (source.system().isPresent()) {
            text("system", "valueUri", source.system().get());
        }
        end();
    }

    /** A parameter that has parts of its own. */
    private void begin(String name) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", name);
        json.writeArrayFieldStart("part");
    }

    private void end() throws IOException {
        json.writeEndArray();
        json.writeEndObject();
    }

    private void text(String name, String type, String value) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", name);
        json.writeStringField(type, value);
        json.writeEndObject();
    }

    private void instant(String name, Instant value) throws IOException {
        text(name, "valueInstant", INSTANT.format(value));
    }

    private void count(int value) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", "count");
        json.writeNumberField("valueUnsignedInt", value);
        json.writeEndObject();
    }

    private void reference(String name, String value) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", name);
        json.writeObjectFieldStart("valueReference");
        json.writeStringField("reference", value);
        Optional<String> display = Optional.ofNullable(names.get(value));
        if (display.isPresent()) {
            json.writeStringField("display", display.get());
        }
        json.writeEndObject();
        json.writeEndObject();
    }
}
