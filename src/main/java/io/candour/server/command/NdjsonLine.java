package io.candour.server.command;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** One line of a Bulk Data file: a resource that carries its type and id. */
record NdjsonLine(String json, String type, String id) {
    private static final Pattern TYPE = Pattern.compile("[A-Za-z]+");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");

    /** Reads a line's type and id, and makes sure the line is one whole JSON object. */
    static NdjsonLine parse(String line, long number) throws UnreadableFile, IOException {
        String type = "";
        String id = "";
        try (JsonParser parser = Json.FACTORY.createParser(line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new UnreadableFile("line " + number + " is not a JSON object");
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                if (value == JsonToken.VALUE_STRING && field.equals("resourceType")) {
                    type = parser.getText();
                } else if (value == JsonToken.VALUE_STRING && field.equals("id")) {
                    id = parser.getText();
                } else {
                    parser.skipChildren();
                }
            }
            if (parser.nextToken() != null) {
                throw new UnreadableFile("line " + number + " holds more than one JSON object");
            }
        } catch (JsonProcessingException e) {
            throw new UnreadableFile("line " + number + " is not JSON: " + e.getOriginalMessage());
        }
        if (!TYPE.matcher(type).matches()) {
            throw new UnreadableFile("line " + number + " is no FHIR resource: it has no resourceType");
        }
        if (!ID.matcher(id).matches()) {
            throw new UnreadableFile("line " + number + " is a " + type + " without a valid id");
        }
        return new NdjsonLine(line, type, id);
    }

    /** The batch entry that stores the resource under its own id. */
    byte[] asEntry() {
        return ("{\"resource\":" + json + ",\"request\":{\"method\":\"PUT\",\"url\":\"" + type + "/" + id + "\"}}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
