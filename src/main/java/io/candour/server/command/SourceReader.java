package io.candour.server.command;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.candour.audit.Hash;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestInputStream;
import java.util.HashSet;
import java.util.Set;

/**
 * Reads a file once from end to end, keeping none of it, to learn what it holds. A file is loaded only if all of it
 * can be read: nothing of a broken one is sent.
 */
final class SourceReader {
    private final Path path;
    private final String name;
    private final Set<String> types = new HashSet<>();
    private String resourceType = "";
    private String bundleType = "";
    private int resources;

    private SourceReader(Path path, String name) {
        this.path = path;
        this.name = name;
    }

    static boolean canRead(Path path) {
        return isNdjson(path) || path.toString().endsWith(".json");
    }

    static SourceFile read(Path path, String name) throws UnreadableFile {
        try {
            return new SourceReader(path, name).read();
        } catch (JsonProcessingException e) {
            throw Json.notJson(e);
        } catch (CharacterCodingException e) {
            throw new UnreadableFile("is not UTF-8");
        } catch (IOException e) {
            throw new UnreadableFile("cannot be read: " + e);
        }
    }

    private static boolean isNdjson(Path path) {
        return path.toString().endsWith(".ndjson");
    }

    private SourceFile read() throws IOException, UnreadableFile {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        var digest = Hash.digest();
        SourceFile.Form form;
        try (InputStream bytes = new DigestInputStream(Files.newInputStream(path), digest)) {
            form = isNdjson(path) ? readLines(bytes) : readBundle(bytes);
            bytes.transferTo(OutputStream.nullOutputStream());
        }
        return new SourceFile(
                path,
                name,
                form,
                Stage.ofTypes(types),
                resources,
                Hash.of(digest).hex(),
                attributes.size(),
                attributes.lastModifiedTime());
    }

    private SourceFile.Form readLines(InputStream bytes) throws IOException, UnreadableFile {
        var lines = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder()));
        long number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            if (!line.isBlank()) {
                types.add(NdjsonLine.parse(line, number).type());
                resources++;
            }
        }
        return SourceFile.Form.NDJSON;
    }

    private SourceFile.Form readBundle(InputStream bytes) throws IOException, UnreadableFile {
        try (JsonParser parser = Json.FACTORY.createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new UnreadableFile("is not a JSON object");
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                readBundleField(parser);
            }
            if (parser.nextToken() != null) {
                throw new UnreadableFile("holds more than one JSON object");
            }
        }
        if (!resourceType.equals("Bundle")) {
            throw new UnreadableFile(
                    resourceType.isEmpty()
                            ? "is no FHIR resource: it has no resourceType"
                            : "is a " + resourceType + "; a Bundle was expected");
        }
        return switch (bundleType) {
            case "transaction" -> SourceFile.Form.TRANSACTION;
            case "batch" -> SourceFile.Form.BATCH;
            default ->
                throw new UnreadableFile("is a Bundle of type '" + bundleType + "'; transaction or batch was expected");
        };
    }

    private void readBundleField(JsonParser parser) throws IOException {
        String field = parser.currentName();
        JsonToken value = parser.nextToken();
        if (value == JsonToken.VALUE_STRING && field.equals("resourceType")) {
            resourceType = parser.getText();
        } else if (value == JsonToken.VALUE_STRING && field.equals("type")) {
            bundleType = parser.getText();
        } else if (value == JsonToken.START_ARRAY && field.equals("entry")) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                resources++;
                readEntry(parser);
            }
        } else {
            parser.skipChildren();
        }
    }

    private void readEntry(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            if (parser.nextToken() == JsonToken.START_OBJECT && field.equals("resource")) {
                readResource(parser);
            } else {
                parser.skipChildren();
            }
        }
    }

    private void readResource(JsonParser parser) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            if (parser.nextToken() == JsonToken.VALUE_STRING && field.equals("resourceType")) {
                types.add(parser.getText());
            } else {
                parser.skipChildren();
            }
        }
    }
}
