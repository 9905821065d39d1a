package io.candour.interference;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks questions over HTTP, several at a time; answers come in the order of the questions. */
final class Asker implements AutoCloseable {
    private static final int AT_ONCE = 6;
    private static final Pattern NEXT = Pattern.compile("\"relation\":\"next\",\"url\":\"([^\"]+)\"");

    private final String baseUrl;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);

    Asker(String baseUrl) {
        this.baseUrl = baseUrl;
    }

    String baseUrl() {
        return baseUrl;
    }

    /** The answers to each question: one, or one for each page. */
    List<List<Reply>> ask(List<Question> questions, Optional<String> token) {
        List<Callable<List<Reply>>> tasks = new ArrayList<>();
        for (int i = 0; i < questions.size(); i++) {
            Question question = questions.get(i);
            String requestId = "twin-" + i;
            tasks.add(() -> pages(question, token, requestId));
        }
        List<List<Reply>> replies = new ArrayList<>();
        try {
            for (Future<List<Reply>> each : threads.invokeAll(tasks)) {
                replies.add(each.get());
            }
        } catch (Exception e) {
            throw new IllegalStateException("a question was not answered", e);
        }
        return replies;
    }

    private List<Reply> pages(Question question, Optional<String> token, String requestId)
            throws IOException, InterruptedException {
        List<Reply> pages = new ArrayList<>();
        Optional<String> url = Optional.of(baseUrl + "/" + question.path());
        while (url.isPresent() && pages.size() <= question.pages()) {
            HttpResponse<byte[]> response = send(question, url.get(), token, requestId);
            pages.add(Reply.of(response));
            url = next(new String(response.body(), StandardCharsets.UTF_8));
        }
        return pages;
    }

    private static Optional<String> next(String body) {
        Matcher next = NEXT.matcher(body);
        return next.find() ? Optional.of(next.group(1)) : Optional.empty();
    }

    private HttpResponse<byte[]> send(Question question, String url, Optional<String> token, String requestId)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .header("X-Request-ID", requestId)
                .method(
                        question.method(),
                        question.body().map(BodyPublishers::ofString).orElse(BodyPublishers.noBody()));
        token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
        question.headers().forEach(request::header);
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }

    /** The one answer to one question. */
    HttpResponse<byte[]> raw(Question question, Optional<String> token) {
        try {
            return send(question, baseUrl + "/" + question.path(), token, "twin");
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("a question was not answered", e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
