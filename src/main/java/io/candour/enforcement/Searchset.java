package io.candour.enforcement;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.candour.record.RecordItem;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Bundles of type searchset and history, joined from the stored JSON of their items; nothing is parsed. */
final class Searchset {
    /** R4 3.1.0.4.2: an outcome beside the matches. Its text is the same whatever is withheld, and if nothing is. */
    private static final String HIDDEN = "{\"resource\":{\"resourceType\":\"OperationOutcome\",\"issue\":["
            + "{\"severity\":\"information\",\"code\":\"suppressed\",\"details\":{\"text\":"
            + "\"Some information may be withheld by the patient's choices or by policy.\"}}]},"
            + "\"search\":{\"mode\":\"outcome\"}}";

    private Searchset() {}

    /**
     * @param content the complete FHIR JSON of what {@code Type/id} names
     * @param mode why it is there (R4 2.36 'search mode')
     */
    record Entry(String reference, String content, String mode) {
        static Entry match(String reference, String content) {
            return new Entry(reference, content, "match");
        }

        static Entry match(RecordItem item) {
            return match(item.facts().reference(), item.content());
        }

        static Entry include(RecordItem item) {
            return new Entry(item.facts().reference(), item.content(), "include");
        }
    }

    /** @param hidden whether the reader is told that something may be withheld */
    static String write(String baseUrl, List<Entry> items, Optional<Integer> total, Links links, boolean hidden) {
        StringBuilder json = new StringBuilder(256
                + items.stream().mapToInt(item -> item.content().length() + 160).sum());
        json.append("{\"resourceType\":\"Bundle\",\"type\":\"searchset\"");
        total.ifPresent(count -> json.append(",\"total\":").append(count.intValue()));
        links(json, links);
        for (int i = 0; i < items.size(); i++) {
            Entry item = items.get(i);
            json.append(i == 0 ? ",\"entry\":[" : ",").append("{\"fullUrl\":");
            string(json, baseUrl + "/" + item.reference());
            json.append(",\"resource\":").append(item.content()).append(",\"search\":{\"mode\":\"");
            json.append(item.mode()).append("\"}}");
        }
        if (hidden) {
            json.append(items.isEmpty() ? ",\"entry\":[" : ",").append(HIDDEN);
        }
        return json.append(items.isEmpty() && !hidden ? "}" : "]}").toString();
    }

    /** Versions of one item, newest first. */
    static String history(String baseUrl, List<RecordItem> versions, Links links) {
        StringBuilder json = new StringBuilder("{\"resourceType\":\"Bundle\",\"type\":\"history\"");
        links(json, links);
        for (int i = 0; i < versions.size(); i++) {
            RecordItem item = versions.get(i);
            String reference = item.facts().reference();
            json.append(i == 0 ? ",\"entry\":[" : ",").append("{\"fullUrl\":");
            string(json, baseUrl + "/" + reference);
            json.append(",\"resource\":").append(item.content());
            boolean first = item.version() == 1;
            json.append(",\"request\":{\"method\":\"")
                    .append(first ? "POST" : "PUT")
                    .append("\",\"url\":");
            string(json, first ? item.facts().type() : reference);
            json.append("},\"response\":{\"status\":\"").append(first ? "201" : "200");
            json.append("\",\"etag\":\"W/\\\"").append(item.version()).append("\\\"\"}}");
        }
        return json.append(versions.isEmpty() ? "}" : "]}").toString();
    }

    private static void links(StringBuilder json, Links links) {
        json.append(",\"link\":[");
        link(json, "self", links.page(links.here()));
        links.next().ifPresent(cursor -> link(json.append(','), "next", links.page(links.next())));
        json.append(']');
    }

    /** A query as this server understood it: the same text for the same question, whatever order it was asked in. */
    static String query(String type, Map<String, List<String>> parameters) {
        StringBuilder query = new StringBuilder(type);
        new TreeMap<>(parameters)
                .forEach((name, values) -> values.forEach(value -> query.append(query.indexOf("?") < 0 ? '?' : '&')
                        .append(URLEncoder.encode(name, StandardCharsets.UTF_8))
                        .append('=')
                        .append(URLEncoder.encode(value, StandardCharsets.UTF_8))));
        return query.toString();
    }

    /**
     * Where a page is and where it goes on.
     *
     * @param url the search without a cursor
     * @param here the cursor of this page; empty on the first
     * @param next the cursor of the next; empty on the last
     */
    record Links(String url, Optional<String> here, Optional<String> next) {
        String page(Optional<String> cursor) {
            String separator = url.contains("?") ? "&" : "?";
            return cursor.map(value -> url + separator + "_cursor=" + value).orElse(url);
        }
    }

    private static void link(StringBuilder json, String relation, String url) {
        json.append("{\"relation\":\"").append(relation).append("\",\"url\":");
        string(json, url);
        json.append('}');
    }

    private static void string(StringBuilder json, String text) {
        json.append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, json);
        json.append('"');
    }
}
