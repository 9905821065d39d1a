package io.candour.portal;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.LenientErrorHandler;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.springframework.context.i18n.LocaleContextHolder;

/**
 * The server as one visitor sees it: FHIR over HTTP with that visitor's token, or with none on a page for everybody. A
 * controller has it as an argument; it is good for that request only. The server is told the language of the request's page.
 *
 * <p>Paths are relative to the FHIR base, without a slash before them, and encoded ({@link #query}). What the server
 * refuses is a {@link FhirRefused}; where the visitor must sign in again, that happens without the caller's help.
 */
public final class Fhir {
    private static final FhirContext CONTEXT = FhirContext.forR4Cached();
    private static final String JSON = "application/fhir+json";

    /** Whose decimals keep their digits, since they tell how exact they are (R4 2.24.0.1). */
    private static final JsonMapper TREES = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http;
    private final PortalSettings settings;
    private final Supplier<Optional<String>> token;

    Fhir(HttpClient http, PortalSettings settings, Supplier<Optional<String>> token) {
        this.http = http;
        this.settings = settings;
        this.token = token;
    }

    /** What comes as it is, for files that people download. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Raw(byte[] bytes, String contentType) {}

    /**
     * Makes a query of names and values in turn: {@code query("patient", id, "_count", "20")} is
     * {@code ?patient=…&_count=20}, encoded. Pairs with an empty value are left out.
     */
    public static String query(String... namesAndValues) {
        StringBuilder query = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (!namesAndValues[i + 1].isEmpty()) {
                query.append(query.isEmpty() ? '?' : '&')
                        .append(encode(namesAndValues[i]))
                        .append('=')
                        .append(encode(namesAndValues[i + 1]));
            }
        }
        return query.toString();
    }

    /** For one segment of a path or one value of a query. */
    public static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * Reads.
     *
     * @throws FhirRefused also where something else than this type comes
     */
    public <T extends IBaseResource> T get(Class<T> type, String pathAndQuery) {
        return parse(type, send(request(pathAndQuery).GET()));
    }

    public Bundle search(String pathAndQuery) {
        return get(Bundle.class, pathAndQuery);
    }

    /**
     * Another page of a search, by the link that a page of it gave ({@code Bundle.link}, relation {@code next}).
     *
     * @throws FhirRefused 404 where that is no link of this server
     */
    public Bundle page(String nextUrl) {
        String base = settings.publicFhirBase() + "/";
        if (!nextUrl.startsWith(base)) {
            throw new FhirRefused(404, List.of(), false);
        }
        return search(nextUrl.substring(base.length()));
    }

    /** What a search found, on all its pages. */
    public List<Resource> all(String pathAndQuery) {
        List<Resource> all = new ArrayList<>();
        Bundle page = search(pathAndQuery);
        resources(page).forEach(all::add);
        while (page.getLink(Bundle.LINK_NEXT) != null) {
            page = page(page.getLink(Bundle.LINK_NEXT).getUrl());
            resources(page).forEach(all::add);
        }
        return all;
    }

    /** What a page holds beside the API's own remarks. */
    public static Stream<Resource> resources(Bundle page) {
        return page.getEntry().stream()
                .filter(BundleEntryComponent::hasResource)
                .map(BundleEntryComponent::getResource)
                .filter(each -> !(each instanceof OperationOutcome));
    }

    /** Creates, or asks an operation. */
    public <T extends IBaseResource> T post(Class<T> type, String path, IBaseResource body) {
        return parse(type, send(withBody(path).POST(body(body))));
    }

    /** Updates. */
    public <T extends IBaseResource> T put(Class<T> type, String path, IBaseResource body) {
        return parse(type, send(withBody(path).PUT(body(body))));
    }

    /** What comes as it is. */
    public Raw raw(String pathAndQuery, String accept) {
        HttpResponse<byte[]> answer =
                send(request(pathAndQuery).setHeader("Accept", accept).GET());
        return new Raw(
                answer.body(), answer.headers().firstValue("Content-Type").orElse(accept));
    }

    /** FHIR JSON as it comes, with all that this server knows nothing of. */
    public JsonNode tree(String pathAndQuery) {
        try {
            return TREES.readTree(raw(pathAndQuery, JSON).bytes());
        } catch (IOException e) {
            throw FhirRefused.away();
        }
    }

    private HttpRequest.Builder withBody(String path) {
        return request(path).header("Content-Type", JSON);
    }

    private static HttpRequest.BodyPublisher body(IBaseResource resource) {
        return BodyPublishers.ofString(parser().encodeResourceToString(resource));
    }

    private HttpRequest.Builder request(String pathAndQuery) {
        URI uri;
        try {
            uri = URI.create(settings.fhirBase() + "/" + pathAndQuery);
        } catch (IllegalArgumentException e) {
            // Of a path that the visitor wrote.
            throw new FhirRefused(404, List.of(), false);
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(PATIENCE)
                .header("Accept", JSON)
                .header("Accept-Language", LocaleContextHolder.getLocale().toLanguageTag());
        token.get().ifPresent(bearer -> request.header("Authorization", "Bearer " + bearer));
        return request;
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) {
        HttpResponse<byte[]> answer;
        try {
            answer = http.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw FhirRefused.away();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw FhirRefused.away();
        }
        if (answer.statusCode() / 100 == 2) {
            return answer;
        }
        boolean stronger = answer.headers()
                .firstValue("WWW-Authenticate")
                .filter(challenge -> challenge.contains("insufficient_user_authentication"))
                .isPresent();
        if (answer.statusCode() == 401 && !stronger) {
            throw new SignInAgain();
        }
        throw new FhirRefused(answer.statusCode(), issues(answer.body()), stronger);
    }

    private static <T extends IBaseResource> T parse(Class<T> type, HttpResponse<byte[]> answer) {
        return parse(type, new String(answer.body(), StandardCharsets.UTF_8));
    }

    /**
     * Reads what the server sent.
     *
     * @throws FhirRefused where it is something else than this type
     */
    public static <T extends IBaseResource> T parse(Class<T> type, String json) {
        IBaseResource resource;
        try {
            // By its own type: HAPI can't parse into an abstract one.
            resource = parser().parseResource(json);
        } catch (DataFormatException e) {
            throw FhirRefused.away();
        }
        if (!type.isInstance(resource)) {
            throw new FhirRefused(404, List.of(), false);
        }
        return type.cast(resource);
    }

    private static List<FhirRefused.Issue> issues(byte[] body) {
        try {
            return parser().parseResource(new String(body, StandardCharsets.UTF_8)) instanceof OperationOutcome outcome
                    ? outcome.getIssue().stream()
                            .map(issue -> new FhirRefused.Issue(
                                    issue.hasDiagnostics()
                                            ? issue.getDiagnostics()
                                            : issue.getDetails().getText() == null
                                                    ? ""
                                                    : issue.getDetails().getText(),
                                    issue.getExpression().stream()
                                            .map(StringType::getValue)
                                            .findFirst()
                                            .orElse("")))
                            .toList()
                    : List.of();
        } catch (DataFormatException e) {
            return List.of();
        }
    }

    /** A server of a later version may send what this one does not know. */
    private static IParser parser() {
        IParser parser = CONTEXT.newJsonParser();
        parser.setParserErrorHandler(new LenientErrorHandler(false));
        return parser;
    }
}
