package io.candour.interference;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All of an answer that may not differ between two worlds: status, headers and body.
 *
 * <p>Left out, because they differ between two answers in one world: the header {@code Date}; of a page's cursor its
 * expiry and the signature over it, while the place it names stays; and the moment that a preview is about where it is
 * about now. {@code X-Request-ID} is given by the question and so is compared.
 */
record Reply(int status, Map<String, String> headers, String body) {
    private static final Pattern CURSOR = Pattern.compile("(_cursor=)([A-Za-z0-9_-]{34,})");
    private static final Pattern NOW = Pattern.compile(
            "^(\\{\"resourceType\":\"Parameters\",\"parameter\":\\[\\{\"name\":\"at\",\"valueInstant\":\")[^\"]+");
    private static final int SIGNATURE_AND_EXPIRY = 16 + Long.BYTES;

    static Reply of(HttpResponse<byte[]> response) {
        Map<String, String> headers = new TreeMap<>();
        response.headers().map().forEach((name, values) -> headers.put(name, masked(String.join(", ", values))));
        headers.remove("date");
        return new Reply(
                response.statusCode(), headers, masked(new String(response.body(), StandardCharsets.ISO_8859_1)));
    }

    static String masked(String text) {
        String placed = CURSOR.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(match.group(1) + place(match.group(2))));
        return NOW.matcher(placed).replaceFirst("$1now");
    }

    private static String place(String cursor) {
        byte[] whole = Base64.getUrlDecoder().decode(cursor);
        return "["
                + new String(whole, SIGNATURE_AND_EXPIRY, whole.length - SIGNATURE_AND_EXPIRY, StandardCharsets.UTF_8)
                + "]";
    }

    /** Whether it shows something: a resource or a bundle with entries. */
    boolean shows() {
        return status == 200
                && (body.contains("\"entry\":[") || !body.contains("\"resourceType\":\"Bundle\""))
                && !body.contains("\"resourceType\":\"CapabilityStatement\"")
                && !body.isEmpty();
    }

    /** Where the two part, for people. */
    String differenceFrom(Reply other) {
        if (status != other.status) {
            return status + " against " + other.status + ": " + cut(body, 0) + " against " + cut(other.body, 0);
        }
        if (!headers.equals(other.headers)) {
            return headers + " against " + other.headers;
        }
        int at = 0;
        while (at < Math.min(body.length(), other.body.length()) && body.charAt(at) == other.body.charAt(at)) {
            at++;
        }
        return "at " + at + ": " + cut(body, at - 80) + " against " + cut(other.body, at - 80);
    }

    private static String cut(String text, int from) {
        return text.substring(
                Math.max(0, Math.min(from, text.length())), Math.min(text.length(), Math.max(0, from) + 300));
    }
}
