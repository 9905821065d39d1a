package io.candour.server.command;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The entries of a batch or NDJSON file, read one after the other. Not thread-safe. */
sealed interface Entries extends Closeable {
    /** A part is closed before it grows past this, whatever the batch size: servers limit what they take at once. */
    int PART_BYTES = 4 << 20;

    Optional<Batch.Entry> next() throws IOException, UnreadableFile;

    static Entries of(SourceFile file) throws IOException {
        return switch (file.form()) {
            case NDJSON -> new Lines(file);
            case BATCH -> new OfBundle(file);
            case TRANSACTION -> throw new IllegalArgumentException(file.name() + " is sent whole");
        };
    }

    /** The next part of at most so many entries; empty at the end of the file. */
    default Optional<Batch> nextPart(int size) throws IOException, UnreadableFile {
        List<Batch.Entry> part = new ArrayList<>();
        int bytes = 0;
        while (part.size() < size && bytes < PART_BYTES) {
            Optional<Batch.Entry> entry = next();
            if (entry.isEmpty()) {
                break;
            }
            part.add(entry.get());
            bytes += entry.get().json().length;
        }
        return part.isEmpty() ? Optional.empty() : Optional.of(Batch.of(part));
    }

    final class Lines implements Entries {
        private final String name;
        private final BufferedReader lines;
        private long number;

        private Lines(SourceFile file) throws IOException {
            this.name = file.name();
            this.lines = Files.newBufferedReader(file.path());
        }

        @Override
        public Optional<Batch.Entry> next() throws IOException, UnreadableFile {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    NdjsonLine resource = NdjsonLine.parse(line, number);
                    String label = "line " + number + " (" + resource.type() + "/" + resource.id() + ")";
                    return Optional.of(Batch.Entry.of(name, label, resource.asEntry()));
                }
            }
            return Optional.empty();
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }

    final class OfBundle implements Entries {
        private final String name;
        private final JsonParser parser;
        private int number;
        private boolean inEntries;

        private OfBundle(SourceFile file) throws IOException {
            this.name = file.name();
            this.parser = Json.MAPPER.createParser(file.path().toFile());
            this.parser.enable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
            this.parser.nextToken();
        }

        @Override
        public Optional<Batch.Entry> next() throws IOException {
            if (!inEntries && !findEntries()) {
                return Optional.empty();
            }
            if (parser.nextToken() == JsonToken.END_ARRAY) {
                inEntries = false;
                return next();
            }
            number++;
            var json = new ByteArrayOutputStream();
            try (JsonGenerator copy = Json.FACTORY.createGenerator(json)) {
                copy.copyCurrentStructureExact(parser);
            }
            return Optional.of(Batch.Entry.of(name, "entry " + number, json.toByteArray()));
        }

        private boolean findEntries() throws IOException {
            for (JsonToken token = parser.nextToken(); token == JsonToken.FIELD_NAME; token = parser.nextToken()) {
                String field = parser.currentName();
                if (parser.nextToken() == JsonToken.START_ARRAY && field.equals("entry")) {
                    inEntries = true;
                    return true;
                }
                parser.skipChildren();
            }
            return false;
        }

        @Override
        public void close() throws IOException {
            parser.close();
        }
    }
}
