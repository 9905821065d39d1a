package io.candour.story;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.candour.demo.DemoStack;
import io.candour.demo.DemoTokens;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** A browser without scripts: follows redirects, keeps cookies, fills in forms, and remembers where it has been. */
final class PlainBrowser {
    private static final int MOST_REDIRECTS = 12;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, String> cookies = new TreeMap<>();
    private final Map<String, String> headers = new TreeMap<>();
    private final List<String> been = new ArrayList<>();
    private final String webUrl;

    PlainBrowser(DemoStack stack) {
        this.webUrl = stack.webUrl();
        sends("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
    }

    /** A page, or whatever else came. */
    record Page(URI uri, HttpResponse<String> http) {
        int status() {
            return http.statusCode();
        }

        String header(String name) {
            return http.headers().firstValue(name).orElse("");
        }

        Document html() {
            return Jsoup.parse(http.body(), uri.toString());
        }

        String heading() {
            return html().select("h1").text();
        }
    }

    /** The addresses asked for, in order. */
    List<String> been() {
        return List.copyOf(been);
    }

    Map<String, String> cookies() {
        return Map.copyOf(cookies);
    }

    /** A header of every request from now on. */
    void sends(String header, String value) {
        headers.put(header, value);
    }

    /** Follows redirects. */
    Page open(String pathOrUrl) throws IOException, InterruptedException {
        return follow(ask(pathOrUrl));
    }

    /** Follows none. */
    Page ask(String pathOrUrl) throws IOException, InterruptedException {
        return send(absolute(pathOrUrl), HttpRequest.newBuilder().GET());
    }

    /** Sends a page's form as it stands, with these fields filled in, and follows redirects. */
    Page submit(Page page, String form, Map<String, String> filled) throws IOException, InterruptedException {
        return follow(post(page, form, filled));
    }

    /** The same, following none. */
    Page post(Page page, String form, Map<String, String> filled) throws IOException, InterruptedException {
        Element element = page.html().select(form).first();
        if (element == null) {
            throw new IllegalStateException(
                    "No form " + form + " on " + page.uri() + ": " + page.http().body());
        }
        Map<String, String> fields = new LinkedHashMap<>();
        element.select("input[type=hidden]").forEach(field -> fields.put(field.attr("name"), field.attr("value")));
        fields.putAll(filled);
        return post(element.absUrl("action"), fields);
    }

    Page post(String pathOrUrl, Map<String, String> fields) throws IOException, InterruptedException {
        String body = fields.entrySet().stream()
                .map(field ->
                        URLEncoder.encode(field.getKey(), UTF_8) + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
        return send(
                absolute(pathOrUrl),
                HttpRequest.newBuilder()
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(body)));
    }

    /** Opens a page as somebody who signs in on the way. */
    Page signIn(String account, String path) throws IOException, InterruptedException {
        Page page = open(path);
        if (page.html().select("#kc-form-login").isEmpty()) {
            throw new IllegalStateException("Nobody asked who this is: " + page.uri() + " "
                    + page.http().body());
        }
        return submit(page, "#kc-form-login", Map.of("username", account, "password", DemoTokens.PASSWORD));
    }

    private URI absolute(String pathOrUrl) {
        return URI.create(pathOrUrl.startsWith("http") ? pathOrUrl : webUrl + pathOrUrl);
    }

    private Page follow(Page first) throws IOException, InterruptedException {
        Page page = first;
        for (int i = 0; i < MOST_REDIRECTS; i++) {
            if (page.status() / 100 != 3) {
                return page;
            }
            page = ask(page.uri().resolve(page.header("Location")).toString());
        }
        throw new IllegalStateException("Sent in circles: " + been);
    }

    private Page send(URI uri, HttpRequest.Builder request) throws IOException, InterruptedException {
        been.add(uri.toString());
        headers.forEach(request::header);
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(each -> each.getKey() + "=" + each.getValue())
                            .collect(Collectors.joining("; ")));
        }
        HttpResponse<String> answer = http.send(request.uri(uri).build(), BodyHandlers.ofString());
        for (String cookie : answer.headers().allValues("Set-Cookie")) {
            String[] pair = cookie.split(";", 2)[0].split("=", 2);
            if (cookie.contains("Max-Age=0")) {
                cookies.remove(pair[0]);
            } else {
                cookies.put(pair[0], pair[1]);
            }
        }
        return new Page(uri, answer);
    }
}
