package io.candour.choice;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import io.candour.consent.Category;
import io.candour.consent.Confidentiality;
import io.candour.consent.Interval;
import io.candour.consent.ItemFacts;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads facts name by name: a page decides on those of twenty items and more, and bound by reflection they took longer
 * than all decisions. What has another shape than {@link StoredJson#write} gives is not read (I8).
 */
final class StoredFactsReader extends StdDeserializer<ItemFacts> {
    private static final long serialVersionUID = 1L;

    StoredFactsReader() {
        super(ItemFacts.class);
    }

    @Override
    public ItemFacts deserialize(JsonParser json, DeserializationContext context) throws IOException {
        return new Fields(json, context).read();
    }

    private static final class Fields {
        private static final int ALL = 17;

        private final JsonParser json;
        private final DeserializationContext context;
        private int seen;
        private @Nullable String type;
        private @Nullable String id;
        private List<String> patients = List.of();
        private Set<String> profiles = Set.of();
        private Set<String> documentTypes = Set.of();
        private @Nullable Category category;
        private @Nullable Confidentiality confidentiality;
        private Set<String> sensitivity = Set.of();
        private Set<String> codes = Set.of();
        private Optional<String> sourceOrganisation = Optional.empty();
        private Set<String> authors = Set.of();
        private Set<String> names = Set.of();
        private Set<String> belongsTo = Set.of();
        private Optional<Interval> clinical = Optional.empty();
        private @Nullable Instant recorded;
        private boolean noPatient;
        private boolean namesPatient;

        Fields(JsonParser json, DeserializationContext context) {
            this.json = json;
            this.context = context;
        }

        ItemFacts read() throws IOException {
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                field(name);
                seen++;
            }
            if (seen != ALL
                    || type == null
                    || id == null
                    || category == null
                    || confidentiality == null
                    || recorded == null) {
                return context.reportInputMismatch(ItemFacts.class, "Not all facts are here");
            }
            return new ItemFacts(
                    type,
                    id,
                    patients,
                    profiles,
                    documentTypes,
                    category,
                    confidentiality,
                    sensitivity,
                    codes,
                    sourceOrganisation,
                    authors,
                    names,
                    belongsTo,
                    clinical,
                    recorded,
                    noPatient,
                    namesPatient);
        }

        private void field(String name) throws IOException {
            switch (name) {
                case "type" -> type = text();
                case "id" -> id = text();
                case "patients" -> patients = List.of(texts());
                case "profiles" -> profiles = Set.of(texts());
                case "documentTypes" -> documentTypes = Set.of(texts());
                case "category" -> category = Category.valueOf(text());
                case "confidentiality" -> confidentiality = Confidentiality.valueOf(text());
                case "sensitivity" -> sensitivity = Set.of(texts());
                case "codes" -> codes = Set.of(texts());
                case "sourceOrganisation" -> sourceOrganisation = optional();
                case "authors" -> authors = Set.of(texts());
                case "names" -> names = Set.of(texts());
                case "belongsTo" -> belongsTo = Set.of(texts());
                case "clinical" -> clinical = interval();
                case "recorded" -> recorded = InstantReader.parse(text());
                case "noPatient" -> noPatient = flag();
                case "namesPatient" -> namesPatient = flag();
                default -> context.reportInputMismatch(ItemFacts.class, "There is no fact %s", name);
            }
        }

        private String text() throws IOException {
            return present(json.nextTextValue());
        }

        private Optional<String> optional() throws IOException {
            String text = json.nextTextValue();
            return text == null && json.currentToken() == JsonToken.VALUE_NULL
                    ? Optional.empty()
                    : Optional.of(present(text));
        }

        private String present(@Nullable String text) throws IOException {
            return text == null ? context.reportInputMismatch(ItemFacts.class, "A fact is no text") : text;
        }

        private String[] texts() throws IOException {
            expect(json.nextToken() == JsonToken.START_ARRAY);
            List<String> texts = new ArrayList<>(4);
            for (String text = json.nextTextValue(); text != null; text = json.nextTextValue()) {
                texts.add(text);
            }
            expect(json.currentToken() == JsonToken.END_ARRAY);
            return texts.toArray(String[]::new);
        }

        private boolean flag() throws IOException {
            JsonToken token = json.nextToken();
            expect(token.isBoolean());
            return token == JsonToken.VALUE_TRUE;
        }

        private Optional<Interval> interval() throws IOException {
            if (json.nextToken() == JsonToken.VALUE_NULL) {
                return Optional.empty();
            }
            expect(json.currentToken() == JsonToken.START_OBJECT);
            Optional<Instant> start = Optional.empty();
            Optional<Instant> end = Optional.empty();
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                expect(name.equals("start") || name.equals("end"));
                Optional<Instant> bound = optional().map(InstantReader::parse);
                if (name.equals("start")) {
                    start = bound;
                } else {
                    end = bound;
                }
            }
            return Optional.of(new Interval(start, end));
        }

        private void expect(boolean holds) throws IOException {
            if (!holds) {
                context.reportInputMismatch(ItemFacts.class, "A fact has another shape");
            }
        }
    }
}
