package io.candour.choice;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.datatype.jsr310.deser.InstantDeserializer;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;

/**
 * Reads instants in the form that they are written in here, {@code 2021-03-05T14:30:00.123456Z}, by their places: half of
 * the time that facts took to read went into {@link DateTimeFormatter}. Any other form is left to that.
 */
final class InstantReader extends StdDeserializer<Instant> {
    private static final long serialVersionUID = 1L;
    private static final int SECOND_ENDS = 19;
    private static final int LONGEST = 30;
    private static final int SECONDS_A_DAY = 86_400;

    InstantReader() {
        super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser json, DeserializationContext context) throws IOException {
        return json.currentToken() == JsonToken.VALUE_STRING && plain(json.getText())
                ? byPlaces(json.getText())
                : InstantDeserializer.INSTANT.deserialize(json, context);
    }

    /**
     * As {@link Instant#parse}.
     *
     * @throws DateTimeException if it is none
     */
    static Instant parse(String text) {
        return plain(text) ? byPlaces(text) : Instant.parse(text);
    }

    private static Instant byPlaces(String text) {
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, SECOND_ENDS);
        if (hour > 23 || minute > 59 || second > 59) {
            return Instant.parse(text);
        }
        int nanos = 0;
        for (int i = SECOND_ENDS + 1; i < SECOND_ENDS + 10; i++) {
            nanos = nanos * 10 + (i < text.length() - 1 ? text.charAt(i) - '0' : 0);
        }
        long day = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10))
                .toEpochDay();
        return Instant.ofEpochSecond(day * SECONDS_A_DAY + hour * 3600L + minute * 60L + second, nanos);
    }

    /** Whether each letter is what its place asks for; the numbers may still be none of a date. */
    private static boolean plain(String text) {
        int last = text.length() - 1;
        if (last < SECOND_ENDS || last >= LONGEST || text.charAt(last) != 'Z' || last == SECOND_ENDS + 1) {
            return false;
        }
        for (int i = 0; i < last; i++) {
            char due =
                    switch (i) {
                        case 4, 7 -> '-';
                        case 10 -> 'T';
                        case 13, 16 -> ':';
                        case SECOND_ENDS -> '.';
                        default -> '0';
                    };
            char is = text.charAt(i);
            if (due == '0' ? is < '0' || is > '9' : is != due) {
                return false;
            }
        }
        return true;
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }
}
